import { z } from 'zod';
import { mechanics } from '../../domain/mod.ts';
import { units_max } from '../../kernel/mod.ts';

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
const localised = (most: number) => z.strictObject({ fr: text(most), en: text(most).optional() });

const organisation = z.strictObject({
  slug,
  kind: z.enum(
    ['charity', 'partner', 'agency', 'retailer', 'operator'],
    'is not one of charity, partner, agency, retailer, operator',
  ),
  name: text(120),
  url: webAddress.nullable().default(null),
});

const unit = z.strictObject({
  code: z.string('is not text').regex(/^[a-z][a-z0-9-]{0,31}$/, 'may only hold a-z, 0-9 and -'),
  names: z.strictObject({ fr: z.tuple([text(40), text(40)]), en: z.tuple([text(40), text(40)]).optional() }),
  value: z
    .strictObject({
      amount: z.number('is not a number').positive('is not more than 0').max(1_000_000),
      currency: z.string('is not text').regex(/^[A-Z]{3}$/, 'is not a currency code as EUR'),
      source: webAddress,
      asOf: day,
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
});

const promise = {
  id: slug,
  partner: slug,
  cap: whole(1),
  minimum: whole(0).default(0),
  opens: instant.nullable().default(null),
  closes: instant.nullable().default(null),
};
const gtin = z
  .string('is not text (put it in quotes)')
  .refine(isGtin, 'is not a GTIN: 8, 12, 13 or 14 digits whose last one checks');
const pledge = z.discriminatedUnion(
  'mechanic',
  [
    z.strictObject({ ...promise, mechanic: z.literal('relay'), perAct: whole(0) }),
    z.strictObject({
      ...promise,
      mechanic: z.literal('purchase'),
      perAct: whole(0),
      rule: z.strictObject({
        retailer: slug,
        gtins: z.array(gtin).min(1, 'is empty').max(10_000),
        quantity: whole(1, 1000),
        per: z.enum(['basket', 'day'], 'is not one of basket, day').default('basket'),
        maxActsPerBasket: whole(1, 1000).default(1),
      }),
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
    milestones: z.array(whole(1)).max(50).default([]),
    relay: relayRules.prefault({}),
  }),
  charter: z
    .strictObject({ text: text(300), signedBy: slug, signedOn: day })
    .nullable()
    .default(null),
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

/** GTIN-8, -12, -13 or -14 with its check digit (GS1 General Specifications §7.9). */
export function isGtin(digits: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
