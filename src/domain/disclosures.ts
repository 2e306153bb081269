import { type Instant, type Language, languageCodes, type Units } from '../kernel/mod.ts';
import type { Mechanic } from './campaign.ts';
import { dayOf } from './leaf.ts';
import type { RelayGround } from './relay-kind.ts';

/**
 * What a campaign must say before it opens, in the order of its label. From BBB Wise Giving Standard 19, the New York
 * Attorney General's best practices for cause marketing, section 60 of the UK Charities Act 1992, and French practice.
 */
export const disclosures = [
  'charity',
  'trigger',
  'gift',
  'unit',
  'period',
  'cap',
  'minimum',
  'flat',
  'payers',
  'payout',
  'fees',
  'tax',
  'participants',
  'contact',
  'consent',
  'charter',
  'languages',
] as const;
export type Disclosure = (typeof disclosures)[number];

/** A text per language; French is what the page speaks first. */
type Words = { readonly [L in Language]?: string | undefined } | null | undefined;
type Maybe<T> = T | null | undefined;

export type StatedOrganisation = {
  readonly slug: string;
  readonly legalName?: Maybe<string>;
  readonly registration?: Maybe<string>;
  readonly mission?: Words;
};

export type StatedPledge = {
  readonly id: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Of a promise about relays, what it is for; left out: posts. */
  readonly for?: Maybe<RelayGround>;
  /** Units per act, or per hour of volunteering. */
  readonly perAct: Units;
  readonly cap: Units;
  /** Money given whatever people do. */
  readonly flat?: Maybe<{ readonly amount: number }>;
  readonly tax?: Maybe<{
    readonly kind: 'gift' | 'marketing';
    readonly relief: boolean;
    /** What one unit costs the partner after relief, in money. */
    readonly netCost?: Maybe<number>;
  }>;
};

/** What a campaign states so far; whatever is absent is not stated. */
export type Stated = {
  readonly title?: Words;
  readonly summary?: Words;
  readonly charity: string;
  readonly organisations: readonly StatedOrganisation[];
  readonly opens: Maybe<Instant>;
  readonly unit?: Maybe<{
    readonly names?: Maybe<{ readonly en?: unknown }>;
    readonly value?: Maybe<{ readonly amount: number; readonly asOf: string; readonly method?: Words }>;
  }>;
  readonly pledges: readonly StatedPledge[];
  readonly conditions: readonly Words[];
  readonly payout?: Maybe<object>;
  /** An empty list says that nobody takes a fee. */
  readonly fees?: Maybe<readonly object[]>;
  readonly contact?: Maybe<object>;
  readonly consent?: Maybe<{ readonly on: string; readonly scope?: Words }>;
  readonly charter?: Maybe<{
    readonly signedOn?: Maybe<string>;
    readonly criteria: readonly { readonly id: string; readonly text?: Words }[];
    readonly findings: readonly {
      readonly partner: string;
      readonly criterion: string;
      readonly on: string;
    }[];
  }>;
};

/** What is wrong with a disclosure; each has its sentence in every language of the interface. */
export type DisclosureProblem =
  | 'legal_name_missing'
  | 'registration_missing'
  | 'mission_missing'
  | 'pledges_missing'
  | 'vague_words'
  | 'rate_differs'
  | 'flat_triggers'
  | 'gives_nothing'
  | 'value_missing'
  | 'method_missing'
  | 'value_from_future'
  | 'opens_missing'
  | 'cap_below_rate'
  | 'payout_missing'
  | 'fees_missing'
  | 'tax_missing'
  | 'relief_on_marketing'
  | 'net_cost_missing'
  | 'net_cost_above_value'
  | 'contact_missing'
  | 'consent_missing'
  | 'consent_after_opening'
  | 'charter_missing'
  | 'partner_unexamined'
  | 'charter_unsigned'
  | 'signed_before_examined'
  | 'translation_missing';

/** One thing that keeps a campaign from opening. `path`: the field of the campaign file where it is repaired. */
export type Obstacle = {
  readonly disclosure: Disclosure;
  /** `missing`: it is not said; `contradiction`: it is said twice, differently. */
  readonly kind: 'missing' | 'contradiction';
  readonly problem: DisclosureProblem;
  readonly path: string;
  readonly values: Readonly<Record<string, string | number>>;
};

const missing = (
  disclosure: Disclosure,
  problem: DisclosureProblem,
  path: string,
  values: Obstacle['values'] = {},
): Obstacle => ({ disclosure, kind: 'missing', problem, path, values });
const contradiction = (
  disclosure: Disclosure,
  problem: DisclosureProblem,
  path: string,
  values: Obstacle['values'] = {},
): Obstacle => ({ disclosure, kind: 'contradiction', problem, path, values });

/** Everything that keeps a campaign from opening, in the order of the label; empty when it may open. */
export function obstacles(stated: Stated): readonly Obstacle[] {
  return [
    ...charityObstacles(stated),
    ...triggerObstacles(stated),
    ...giftObstacles(stated),
    ...unitObstacles(stated),
    ...(isGiven(stated.opens) ? [] : [missing('period', 'opens_missing', 'campaign.opens')]),
    ...capObstacles(stated),
    ...(isGiven(stated.payout) ? [] : [missing('payout', 'payout_missing', 'disclosures.payout')]),
    ...(isGiven(stated.fees) ? [] : [missing('fees', 'fees_missing', 'disclosures.fees')]),
    ...taxObstacles(stated),
    ...(isGiven(stated.contact) ? [] : [missing('contact', 'contact_missing', 'disclosures.contact')]),
    ...consentObstacles(stated),
    ...charterObstacles(stated),
    ...languageObstacles(stated),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function charityObstacles({ charity, organisations }: Stated): readonly Obstacle[] {
  const index = organisations.findIndex((one) => one.slug === charity);
  const organisation = organisations[index];
  const at = (field: string) => `organisations[${Math.max(index, 0)}].${field}`;
  return [
    ...(isGiven(organisation?.legalName) ? [] : [missing('charity', 'legal_name_missing', at('legalName'))]),
    ...(isGiven(organisation?.registration)
      ? []
      : [missing('charity', 'registration_missing', at('registration'))]),
    ...(isGiven(organisation?.mission?.fr) ? [] : [missing('charity', 'mission_missing', at('mission'))]),
  ];
}

/** Words that let a reader think of a share without saying which (BBB Standard 19; New York, practice 2). */
const vagueWords =
  /\b(profits?|proceeds|b[ée]n[ée]fices|a (portion|part|share) of|une (partie|part) (des|du|de la|de)|un pourcentage)\b/i;
/** «1 billet = 10 repas»: the promise that a title makes by itself. */
const titleRate = /=\s*(\d[\d\s.,\u00a0\u202f]*)/;

function triggerObstacles({ title, summary, pledges, conditions }: Stated): readonly Obstacle[] {
  if (pledges.length === 0) return [missing('trigger', 'pledges_missing', 'pledges')];
  const found: Obstacle[] = [];
  const texts: readonly (readonly [string, Words])[] = [
    ['campaign.title', title],
    ['campaign.summary', summary],
    ...conditions.map((words, index) => [`disclosures.conditions[${index}]`, words] as const),
  ];
  for (const [path, words] of texts)
    for (const language of languageCodes) {
      const vague = vagueWords.exec(words?.[language] ?? '');
      if (vague !== null)
        found.push(contradiction('trigger', 'vague_words', `${path}.${language}`, { words: vague[0] }));
    }
  const flatOnly = pledges.every((one) => one.perAct === 0) && pledges.some((one) => isGiven(one.flat));
  const relays = pledges.filter((one) => one.mechanic === 'relay' && (one.for ?? 'post') === 'post');
  const rate = relays.reduce((sum, one) => sum + one.perAct, 0);
  for (const language of languageCodes) {
    const path = `campaign.title.${language}`;
    const said = titleRate.exec(title?.[language] ?? '')?.[1];
    if (said === undefined) continue;
    if (flatOnly) found.push(contradiction('trigger', 'flat_triggers', path));
    else if (relays.length > 0 && Number(said.replace(/\D/g, '')) !== rate)
      found.push(contradiction('trigger', 'rate_differs', path, { said: said.trim(), rate }));
  }
  return found;
}

function giftObstacles({ pledges }: Stated): readonly Obstacle[] {
  return pledges.flatMap((one, index) =>
    one.perAct === 0 && !isGiven(one.flat)
      ? [contradiction('gift', 'gives_nothing', `pledges[${index}].perAct`, { pledge: one.id })]
      : [],
  );
}

function unitObstacles({ unit, opens }: Stated): readonly Obstacle[] {
  const value = unit?.value;
  if (value === null || value === undefined) return [missing('unit', 'value_missing', 'campaign.unit.value')];
  return [
    ...(isGiven(value.method?.fr) ? [] : [missing('unit', 'method_missing', 'campaign.unit.value.method')]),
    ...(typeof opens === 'number' && value.asOf > dayOf(opens)
      ? [contradiction('unit', 'value_from_future', 'campaign.unit.value.asOf', { asOf: value.asOf })]
      : []),
  ];
}

function capObstacles({ pledges }: Stated): readonly Obstacle[] {
  return pledges.flatMap((one, index) =>
    one.cap < one.perAct
      ? [
          contradiction('cap', 'cap_below_rate', `pledges[${index}].cap`, {
            pledge: one.id,
            cap: one.cap,
            rate: one.perAct,
          }),
        ]
      : [],
  );
}

function taxObstacles({ pledges, unit }: Stated): readonly Obstacle[] {
  return pledges.flatMap(({ id, tax }, index): readonly Obstacle[] => {
    const at = `pledges[${index}].tax`;
    const values = { pledge: id };
    if (tax === null || tax === undefined) return [missing('tax', 'tax_missing', at, values)];
    if (!tax.relief) return [];
    if (tax.kind === 'marketing') return [contradiction('tax', 'relief_on_marketing', at, values)];
    if (typeof tax.netCost !== 'number') return [missing('tax', 'net_cost_missing', `${at}.netCost`, values)];
    return tax.netCost > (unit?.value?.amount ?? Number.POSITIVE_INFINITY)
      ? [contradiction('tax', 'net_cost_above_value', `${at}.netCost`, values)]
      : [];
  });
}

function consentObstacles({ consent, opens }: Stated): readonly Obstacle[] {
  if (consent === null || consent === undefined)
    return [missing('consent', 'consent_missing', 'disclosures.consent')];
  return typeof opens === 'number' && consent.on > dayOf(opens)
    ? [contradiction('consent', 'consent_after_opening', 'disclosures.consent.on', { on: consent.on })]
    : [];
}

function charterObstacles({ charter, pledges }: Stated): readonly Obstacle[] {
  if (charter === null || charter === undefined || charter.criteria.length === 0)
    return [missing('charter', 'charter_missing', 'charter')];
  const { criteria, findings, signedOn } = charter;
  const partners = [...new Set(pledges.map((one) => one.partner))];
  const unexamined = partners.filter(
    (partner) =>
      !criteria.every((criterion) =>
        findings.some((one) => one.partner === partner && one.criterion === criterion.id),
      ),
  );
  if (unexamined.length > 0)
    return unexamined.map((partner) =>
      missing('charter', 'partner_unexamined', 'charter.findings', { partner }),
    );
  if (signedOn === null || signedOn === undefined)
    return [missing('charter', 'charter_unsigned', 'charter.signedOn')];
  const last = findings.map((one) => one.on).reduce((latest, on) => (on > latest ? on : latest), '');
  return last > signedOn
    ? [contradiction('charter', 'signed_before_examined', 'charter.signedOn', { signedOn, last })]
    : [];
}

/** A page in English needs its disclosures in English: whoever reads the ask can read what it hides. */
function languageObstacles(stated: Stated): readonly Obstacle[] {
  if (!isGiven(stated.title?.en)) return [];
  const charity = stated.organisations.findIndex((one) => one.slug === stated.charity);
  const texts: readonly (readonly [string, Words])[] = [
    ['campaign.summary', stated.summary],
    [`organisations[${Math.max(charity, 0)}].mission`, stated.organisations[charity]?.mission],
    ['campaign.unit.value.method', stated.unit?.value?.method],
    ['disclosures.consent.scope', stated.consent?.scope],
    ...stated.conditions.map((words, index) => [`disclosures.conditions[${index}]`, words] as const),
    ...(stated.charter?.criteria ?? []).map(
      ({ text }, index) => [`charter.criteria[${index}].text`, text] as const,
    ),
  ];
  return texts.flatMap(([path, words]) =>
    isGiven(words?.fr) && !isGiven(words?.en)
      ? [missing('languages', 'translation_missing', `${path}.en`)]
      : [],
  );
}
