import type { MessageKey } from '../../i18n/mod.ts';

/** How a field of the campaign file is typed and read. */
export type DraftKind =
  | 'text'
  | 'area'
  | 'slug'
  | 'number'
  | 'day'
  | 'instant'
  | 'flag'
  | 'choice'
  /** Words separated by spaces, commas or lines: a list. */
  | 'words'
  /** Numbers separated by spaces. */
  | 'numbers'
  /** A slug of one of the draft's organisations. */
  | 'organisation';

/** A field of the campaign file; its path is below the section's list item where there is one. */
export type DraftField = {
  readonly path: string;
  readonly kind: DraftKind;
  readonly label: MessageKey;
  readonly hint?: MessageKey;
  readonly choices?: readonly string[];
  readonly needed?: boolean;
  /** Fields for some entries only, shown folded. */
  readonly group?: MessageKey;
};

/** A part of the file that is typed and saved together. */
export type DraftSection = {
  readonly name: string;
  readonly title: MessageKey;
  readonly fields: readonly DraftField[];
  /** Lists whose entries are added and taken away. */
  readonly lists: readonly DraftList[];
};

export type DraftList = {
  readonly path: string;
  readonly title: MessageKey;
  readonly add: MessageKey;
  readonly fields: readonly DraftField[];
  /** A list that is there but empty says something («no fees»): whether it is stated is typed as well. */
  readonly stated?: MessageKey;
};

const both = (
  path: string,
  kind: DraftKind,
  label: MessageKey,
  hint?: MessageKey,
  needed = true,
): readonly DraftField[] => [
  { path: `${path}.fr`, kind, label, needed, ...(hint === undefined ? {} : { hint }) },
  { path: `${path}.en`, kind, label: `${label}En` as MessageKey },
];

/** The campaign on screen, part by part: everything that the campaign file can say. */
export const draftSections: readonly DraftSection[] = [
  {
    name: 'campaign',
    title: 'edit.campaign',
    fields: [
      ...both('campaign.title', 'text', 'edit.title', 'edit.titleHint'),
      ...both('campaign.summary', 'area', 'edit.summary'),
      { path: 'campaign.timeZone', kind: 'text', label: 'edit.timeZone', hint: 'edit.timeZoneHint' },
      { path: 'campaign.dialogueOpens', kind: 'instant', label: 'edit.dialogueOpens' },
      { path: 'campaign.opens', kind: 'instant', label: 'edit.opens', needed: true },
      { path: 'campaign.closes', kind: 'instant', label: 'edit.closes', needed: true },
      { path: 'campaign.milestones', kind: 'numbers', label: 'edit.milestones', hint: 'edit.milestonesHint' },
    ],
    lists: [],
  },
  {
    name: 'organisations',
    title: 'edit.organisations',
    fields: [{ path: 'campaign.charity', kind: 'organisation', label: 'edit.charity', needed: true }],
    lists: [
      {
        path: 'organisations',
        title: 'edit.organisation',
        add: 'edit.addOrganisation',
        fields: [
          { path: 'slug', kind: 'slug', label: 'edit.slug', hint: 'edit.slugHint', needed: true },
          {
            path: 'kind',
            kind: 'choice',
            label: 'edit.kind',
            choices: ['charity', 'partner', 'agency', 'retailer', 'operator'],
          },
          { path: 'name', kind: 'text', label: 'edit.name', needed: true },
          { path: 'url', kind: 'text', label: 'edit.url' },
          { path: 'legalName', kind: 'text', label: 'edit.legalName', hint: 'edit.legalNameHint' },
          { path: 'registration', kind: 'text', label: 'edit.registration', hint: 'edit.registrationHint' },
          { path: 'mission.fr', kind: 'text', label: 'edit.mission' },
          { path: 'mission.en', kind: 'text', label: 'edit.missionEn' },
        ],
      },
    ],
  },
  {
    name: 'unit',
    title: 'edit.unit',
    fields: [
      {
        path: 'campaign.unit.code',
        kind: 'slug',
        label: 'edit.unitCode',
        hint: 'edit.unitCodeHint',
        needed: true,
      },
      { path: 'campaign.unit.names.fr[0]', kind: 'text', label: 'edit.unitOne', needed: true },
      { path: 'campaign.unit.names.fr[1]', kind: 'text', label: 'edit.unitMany', needed: true },
      { path: 'campaign.unit.names.en[0]', kind: 'text', label: 'edit.unitOneEn' },
      { path: 'campaign.unit.names.en[1]', kind: 'text', label: 'edit.unitManyEn' },
      { path: 'campaign.unit.value.amount', kind: 'number', label: 'edit.valueAmount' },
      { path: 'campaign.unit.value.currency', kind: 'text', label: 'edit.currency' },
      {
        path: 'campaign.unit.value.source',
        kind: 'text',
        label: 'edit.valueSource',
        hint: 'edit.addressHint',
      },
      { path: 'campaign.unit.value.asOf', kind: 'day', label: 'edit.valueAsOf' },
      { path: 'campaign.unit.value.method.fr', kind: 'area', label: 'edit.valueMethod' },
      { path: 'campaign.unit.value.method.en', kind: 'area', label: 'edit.valueMethodEn' },
    ],
    lists: [],
  },
  {
    name: 'rules',
    title: 'edit.rules',
    fields: [
      { path: 'campaign.relay.perSite', kind: 'number', label: 'edit.perSite', hint: 'edit.perSiteHint' },
      {
        path: 'campaign.relay.review',
        kind: 'choice',
        label: 'edit.review',
        choices: ['none', 'first', 'all'],
      },
      { path: 'campaign.relay.recheckAfterDays', kind: 'number', label: 'edit.recheck' },
      {
        path: 'campaign.relay.onRemoval',
        kind: 'choice',
        label: 'edit.onRemoval',
        choices: ['keep', 'reverse'],
      },
      { path: 'campaign.relay.appealDays', kind: 'number', label: 'edit.appealDays' },
    ],
    lists: [
      {
        path: 'disclosures.conditions',
        title: 'edit.condition',
        add: 'edit.addCondition',
        fields: [
          { path: 'fr', kind: 'text', label: 'edit.conditionText', needed: true },
          { path: 'en', kind: 'text', label: 'edit.conditionTextEn' },
        ],
      },
    ],
  },
  {
    name: 'statements',
    title: 'edit.statements',
    fields: [
      {
        path: 'disclosures.payout.every',
        kind: 'choice',
        label: 'edit.payout',
        choices: ['', 'end', 'month', 'quarter'],
      },
      { path: 'disclosures.payout.withinDays', kind: 'number', label: 'edit.payoutDays' },
      {
        path: 'disclosures.payout.via',
        kind: 'choice',
        label: 'edit.payoutVia',
        choices: ['direct', 'operator'],
      },
      { path: 'disclosures.contact.address', kind: 'text', label: 'edit.contact', hint: 'edit.contactHint' },
      { path: 'disclosures.contact.days', kind: 'number', label: 'edit.contactDays' },
    ],
    lists: [
      {
        path: 'disclosures.fees',
        title: 'edit.fee',
        add: 'edit.addFee',
        stated: 'edit.feesNone',
        fields: [
          { path: 'to', kind: 'organisation', label: 'edit.feeTo', needed: true },
          { path: 'amount', kind: 'number', label: 'edit.feeAmount', needed: true },
          { path: 'currency', kind: 'text', label: 'edit.currency', needed: true },
          { path: 'paidBy', kind: 'organisation', label: 'edit.feePaidBy', needed: true },
          { path: 'linked', kind: 'flag', label: 'edit.feeLinked' },
        ],
      },
    ],
  },
  {
    name: 'background',
    title: 'edit.background',
    fields: [],
    lists: [
      {
        path: 'impact',
        title: 'edit.impact',
        add: 'edit.addImpact',
        fields: [
          { path: 'key', kind: 'slug', label: 'edit.slug', needed: true },
          { path: 'unit.fr', kind: 'text', label: 'edit.impactUnit', needed: true },
          { path: 'unit.en', kind: 'text', label: 'edit.impactUnitEn' },
          { path: 'value', kind: 'number', label: 'edit.impactValue', needed: true },
          { path: 'previous', kind: 'number', label: 'edit.impactPrevious' },
          { path: 'asOf', kind: 'day', label: 'edit.impactAsOf', needed: true },
          { path: 'source', kind: 'text', label: 'edit.valueSource', hint: 'edit.addressHint', needed: true },
        ],
      },
      {
        path: 'programmes',
        title: 'edit.programme',
        add: 'edit.addProgramme',
        fields: [
          { path: 'name.fr', kind: 'text', label: 'edit.programmeName', needed: true },
          { path: 'name.en', kind: 'text', label: 'edit.programmeNameEn' },
          { path: 'url', kind: 'text', label: 'edit.url', hint: 'edit.addressHint', needed: true },
        ],
      },
    ],
  },
];

/** A promise on screen; which fields it has follows from its mechanic. */
export const promiseSection: DraftSection = {
  name: 'promises',
  title: 'edit.promises',
  fields: [],
  lists: [
    {
      path: 'pledges',
      title: 'edit.promise',
      add: 'edit.addPromise',
      fields: [
        { path: 'id', kind: 'slug', label: 'edit.slug', hint: 'edit.slugHint', needed: true },
        { path: 'partner', kind: 'organisation', label: 'edit.partner', needed: true },
        {
          path: 'mechanic',
          kind: 'choice',
          label: 'edit.mechanic',
          choices: ['relay', 'purchase', 'volunteering'],
        },
        { path: 'perAct', kind: 'number', label: 'edit.perAct', hint: 'edit.perActHint' },
        {
          path: 'for',
          group: 'edit.forMore',
          kind: 'choice',
          label: 'edit.for',
          choices: ['', 'post', 'mention', 'share', 'illustration', 'featured', 'referral'],
        },
        { path: 'cap', kind: 'number', label: 'edit.cap', needed: true },
        { path: 'minimum', kind: 'number', label: 'edit.minimum', hint: 'edit.minimumHint' },
        {
          path: 'flat.amount',
          group: 'edit.forMore',
          kind: 'number',
          label: 'edit.flat',
          hint: 'edit.flatHint',
        },
        { path: 'flat.currency', group: 'edit.forMore', kind: 'text', label: 'edit.currency' },
        { path: 'tax.kind', kind: 'choice', label: 'edit.tax', choices: ['', 'gift', 'marketing'] },
        { path: 'tax.relief', kind: 'flag', label: 'edit.relief' },
        { path: 'tax.netCost', kind: 'number', label: 'edit.netCost', hint: 'edit.netCostHint' },
        {
          path: 'opens',
          group: 'edit.forMore',
          kind: 'instant',
          label: 'edit.pledgeOpens',
          hint: 'edit.pledgeWindowHint',
        },
        { path: 'closes', group: 'edit.forMore', kind: 'instant', label: 'edit.pledgeCloses' },
        {
          path: 'rule.retailer',
          group: 'edit.forPurchase',
          kind: 'organisation',
          label: 'edit.retailer',
          hint: 'edit.purchaseHint',
        },
        {
          path: 'rule.gtins',
          group: 'edit.forPurchase',
          kind: 'words',
          label: 'edit.gtins',
          hint: 'edit.gtinsHint',
        },
        { path: 'rule.quantity', group: 'edit.forPurchase', kind: 'number', label: 'edit.quantity' },
        {
          path: 'rule.per',
          group: 'edit.forPurchase',
          kind: 'choice',
          label: 'edit.per',
          choices: ['', 'basket', 'day'],
        },
        { path: 'rule.maxActsPerBasket', group: 'edit.forPurchase', kind: 'number', label: 'edit.maxActs' },
        {
          path: 'rule.match',
          group: 'edit.forPurchase',
          kind: 'choice',
          label: 'edit.match',
          choices: ['', 'mixed', 'same', 'different'],
        },
        {
          path: 'rule.alsoAt',
          group: 'edit.forPurchase',
          kind: 'words',
          label: 'edit.alsoAt',
          hint: 'edit.alsoAtHint',
        },
        {
          path: 'rule.shops',
          group: 'edit.forPurchase',
          kind: 'words',
          label: 'edit.shops',
          hint: 'edit.shopsHint',
        },
        {
          path: 'rule.from',
          group: 'edit.forPurchase',
          kind: 'day',
          label: 'edit.firstDay',
          hint: 'edit.daysHint',
        },
        { path: 'rule.to', group: 'edit.forPurchase', kind: 'day', label: 'edit.lastDay' },
        {
          path: 'rule.holdDays',
          group: 'edit.forPurchase',
          kind: 'number',
          label: 'edit.holdDays',
          hint: 'edit.holdDaysHint',
        },
        {
          path: 'perHour',
          group: 'edit.forVolunteering',
          kind: 'number',
          label: 'edit.perHour',
          hint: 'edit.perHourHint',
        },
        {
          path: 'companies',
          group: 'edit.forVolunteering',
          kind: 'words',
          label: 'edit.companies',
          hint: 'edit.companiesHint',
        },
      ],
    },
  ],
};

/** The charity's rules for partners. */
export const charterSection: DraftSection = {
  name: 'charter',
  title: 'edit.charter',
  fields: [{ path: 'charter.text', kind: 'area', label: 'edit.charterText', needed: true }],
  lists: [
    {
      path: 'charter.criteria',
      title: 'edit.criterion',
      add: 'edit.addCriterion',
      fields: [
        { path: 'id', kind: 'slug', label: 'edit.slug', needed: true },
        { path: 'text.fr', kind: 'text', label: 'edit.criterionText', needed: true },
        { path: 'text.en', kind: 'text', label: 'edit.criterionTextEn' },
      ],
    },
  ],
};
