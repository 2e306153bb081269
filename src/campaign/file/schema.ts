import { z } from 'zod';
import { isGtin, mechanics, relayGrounds } from '../../domain/mod.ts';
import { type Language, languageCodes, units_max } from '../../kernel/mod.ts';

/** Words of the file that operators read in error messages; bounded so that no page is flooded. */
const text = (most: number) =>
  z.string('is not text').trim().min(1, 'is empty').max(most, `is longer than ${most} characters`);
const slug = z
  .string('is not text')
  .regex(/^[a-z0-9-]+$/, 'may only hold a-z, 0-9 and - (senders cut addresses at other characters)')
  .max(64, 'is longer than 64 characters');
const webAddress = z
  .string('is not text')
  .max(2048, 'is longer than 2048 characters')
  .refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), 'is not an http or https address');
const whole = (least: number, most = units_max) =>
  z
    .number('is not a number')
    .int('is not a whole number')
    .min(least, `is less than ${least}`)
    .max(most, `is more than ${most}`);
const day = z
  .string('is not a date as 2026-11-01')
  .refine(
    (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && Number.isFinite(Date.parse(value)),
    'is not a date as 2026-11-01',
  );
const instant = z
  .string('is not a date with time and offset as 2026-11-01T00:00:00+01:00')
  .refine(
    (value) =>
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
      Number.isFinite(Date.parse(value)),
    'is not a date with time and offset as 2026-11-01T00:00:00+01:00',
  )
  .transform((value) => Date.parse(value));
/** A text per language: in the main one always. */
const inLanguages = <Text extends z.ZodType>(one: Text) =>
  z.strictObject({
    ...(Object.fromEntries(languageCodes.map((code) => [code, one.optional()])) as Record<
      Exclude<Language, 'fr'>,
      z.ZodOptional<Text>
    >),
    fr: one,
  });
const localised = (most: number) => inLanguages(text(most));

const organisation = z.strictObject({
  slug,
  kind: z.enum(
    ['charity', 'partner', 'agency', 'retailer', 'operator'],
    'is not one of charity, partner, agency, retailer, operator',
  ),
  name: text(120),
  url: webAddress.nullable().default(null),
  legalName: text(200).nullable().default(null),
  registration: text(80).nullable().default(null),
  mission: localised(400).nullable().default(null),
});
const currency = z.string('is not text').regex(/^[A-Z]{3}$/, 'is not a currency code as EUR');
const money = (least: number) =>
  z.number('is not a number').min(least, `is less than ${least}`).max(1_000_000_000, 'is too much');
const timeZone = z.string('is not text').refine(isTimeZone, 'is not a time zone as Europe/Paris');

const unit = z.strictObject({
  code: z.string('is not text').regex(/^[a-z][a-z0-9-]{0,31}$/, 'may only hold a-z, 0-9 and -'),
  names: inLanguages(z.tuple([text(40), text(40)])),
  value: z
    .strictObject({
      amount: z.number('is not a number').positive('is not more than 0').max(1_000_000),
      currency,
      source: webAddress,
      asOf: day,
      method: localised(500).nullable().default(null),
    })
    .nullable()
    .default(null),
});

const relayRules = z.strictObject({
  perSite: z
    .union([whole(1, 1_000_000), z.literal('unlimited')], 'is neither a whole number from 1 on nor unlimited')
    .transform((value) => (value === 'unlimited' ? null : value))
    .default(1),
  review: z.enum(['none', 'first', 'all'], 'is not one of none, first, all').default('none'),
  recheckAfterDays: whole(1, 3650).default(30),
  onRemoval: z.enum(['keep', 'reverse'], 'is not one of keep, reverse').default('keep'),
  appealDays: whole(1, 90).default(7),
});

const promise = {
  id: slug,
  partner: slug,
  cap: whole(1),
  minimum: whole(0).default(0),
  opens: instant.nullable().default(null),
  closes: instant.nullable().default(null),
  flat: z
    .strictObject({ amount: money(0.01), currency })
    .nullable()
    .default(null),
  tax: z
    .strictObject({
      kind: z.enum(['gift', 'marketing'], 'is not one of gift, marketing'),
      relief: z.boolean('is neither true nor false').default(false),
      netCost: money(0).nullable().default(null),
    })
    .nullable()
    .default(null),
};
const ground = z.enum(relayGrounds, `is not one of ${relayGrounds.join(', ')}`);
const product = z
  .string('is not text (put it in quotes)')
  .refine(
    (value) => /^\d+(x[1-9]\d{0,3})?$/.test(value) && isGtin(value.split('x')[0] ?? ''),
    'is not a GTIN: 8, 12, 13 or 14 digits whose last one checks (behind it x and a number for a multipack: x12)',
  );
const shop = z
  .string('is not text (put it in quotes)')
  .refine(
    (value) => /^[A-Za-z0-9._-]{1,40}(@.+)?$/.test(value) && isTimeZone(value.split('@')[1] ?? 'UTC'),
    'is not a shop as 0123, or as 0123@Indian/Reunion with its time zone',
  );
const purchaseRule = z.strictObject({
  retailer: slug,
  alsoAt: z.array(slug).max(50).default([]),
  shops: z.array(shop).max(10_000).default([]),
  gtins: z.array(product).min(1, 'is empty').max(10_000),
  quantity: whole(1, 1000),
  match: z.enum(['mixed', 'same', 'different'], 'is not one of mixed, same, different').default('mixed'),
  per: z.enum(['basket', 'day'], 'is not one of basket, day').default('basket'),
  maxActsPerBasket: whole(1, 1000).default(1),
  from: day.nullable().default(null),
  to: day.nullable().default(null),
  holdDays: whole(0, 90).default(0),
});
const pledge = z.discriminatedUnion(
  'mechanic',
  [
    z.strictObject({
      ...promise,
      mechanic: z.literal('relay'),
      perAct: whole(0),
      for: ground.default('post'),
    }),
    z.strictObject({
      ...promise,
      mechanic: z.literal('purchase'),
      perAct: whole(0),
      rule: purchaseRule,
    }),
    z.strictObject({
      ...promise,
      mechanic: z.literal('volunteering'),
      perHour: whole(0),
      companies: z.array(slug).max(100).default([]),
    }),
  ],
  `is not one of ${mechanics.join(', ')}`,
);

const charter = z.strictObject({
  text: text(20_000),
  criteria: z
    .array(z.strictObject({ id: slug, text: localised(500) }))
    .max(50)
    .default([]),
  findings: z
    .array(
      z.strictObject({
        partner: slug,
        criterion: slug,
        result: z.enum(['met', 'partly', 'not-met'], 'is not one of met, partly, not-met'),
        on: day,
        by: text(160),
        note: localised(1000).nullable().default(null),
        document: webAddress.nullable().default(null),
      }),
    )
    .max(2000)
    .default([]),
  signedBy: slug.nullable().default(null),
  signedOn: day.nullable().default(null),
});

/** What a campaign states beside its promises; null is «not stated». */
const statements = z.strictObject({
  conditions: z.array(localised(400)).max(20).default([]),
  payout: z
    .strictObject({
      every: z.enum(['end', 'month', 'quarter'], 'is not one of end, month, quarter'),
      withinDays: whole(0, 1000),
      via: z.enum(['direct', 'operator'], 'is not one of direct, operator').default('direct'),
    })
    .nullable()
    .default(null),
  fees: z
    .array(
      z.strictObject({
        to: slug,
        amount: money(0),
        currency,
        paidBy: slug,
        linked: z.boolean('is neither true nor false').default(false),
      }),
    )
    .max(50)
    .nullable()
    .default(null),
  contact: z
    .strictObject({
      address: z
        .string('is not text')
        .max(320, 'is longer than 320 characters')
        .refine(isContact, 'is neither an e-mail address nor a web address'),
      days: whole(1, 365),
    })
    .nullable()
    .default(null),
  consent: z
    .strictObject({ by: text(160), on: day, scope: localised(500) })
    .nullable()
    .default(null),
});

/** The campaign file, version 1 (CONTRACT: the campaign file). Unknown keys are errors. */
export const campaignFileSchema = z.strictObject({
  relais: z.literal(1, 'is not 1, the version of the campaign file that this software reads'),
  organisations: z.array(organisation).min(1, 'is empty').max(200),
  campaign: z.strictObject({
    slug,
    title: localised(160),
    summary: localised(2000),
    charity: slug,
    operator: slug,
    unit,
    dialogueOpens: instant.nullable().default(null),
    opens: instant,
    closes: instant,
    timeZone: timeZone.default('Europe/Paris'),
    milestones: z.array(whole(1)).max(50).default([]),
    relay: relayRules.prefault({}),
  }),
  charter: charter.nullable().default(null),
  disclosures: statements.prefault({}),
  pledges: z.array(pledge).min(1, 'is empty').max(200),
  impact: z
    .array(
      z.strictObject({
        key: slug,
        value: z.number('is not a number'),
        previous: z.number('is not a number').nullable().default(null),
        asOf: day,
        unit: localised(80),
        source: webAddress,
      }),
    )
    .max(50)
    .default([]),
  programmes: z
    .array(z.strictObject({ name: localised(120), url: webAddress }))
    .max(50)
    .default([]),
});

/** A sound campaign file: instants in milliseconds, defaults filled in, `perSite` null for no limit. */
export type CampaignFile = Omit<z.output<typeof campaignFileSchema>, 'relais'>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(name);
  } catch {
    return false;
  }
}

/** Where questions go: an address that mail or a browser takes. */
function isContact(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text) || /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
