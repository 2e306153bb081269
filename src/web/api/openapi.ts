import { OpenAPIHono, z } from '@hono/zod-openapi';
import {
  disclosures,
  mechanics,
  relayGrounds,
  relayKinds,
  relayReasons,
  relayStates,
  relayVias,
} from '../../domain/mod.ts';
import { registerPurchases } from './openapi-purchases.ts';

const instant = z.iso.datetime();
const units = z.int();

const pledge = z.object({
  id: z.string(),
  partner: z.string(),
  mechanic: z.enum(mechanics),
  for: z.enum(relayGrounds).nullable().openapi({ description: 'of a promise about relays, what it is for' }),
  perAct: units,
  cap: units,
  minimum: units,
  granted: units,
  remaining: units,
  termsVersion: z.int(),
});

/** How the campaign answers appeals against refusals; `medianHours` from an appeal to its answer. */
const appealCountsSchema = z
  .object({
    open: z.int(),
    accepted: z.int(),
    refused: z.int(),
    overdue: z.int(),
    medianHours: z.number().nullable(),
  })
  .openapi('Appeals');

export const totalsSchema = z
  .object({
    slug: z.string(),
    state: z.enum(['announced', 'open', 'closed', 'settled']),
    unit: z.string(),
    granted: units,
    settled: units,
    delivered: units,
    remaining: units,
    relays: z.int(),
    purchases: z.int(),
    volunteers: z.int(),
    checking: z.int(),
    pledges: z.array(pledge),
    log: z.object({ size: z.int(), root: z.string(), entries: z.int() }),
    asOf: instant,
    unitNames: z
      .object({ fr: z.array(z.string()), en: z.array(z.string()).optional() })
      .optional()
      .openapi({ description: 'One and many of the unit, per language; of one campaign alone' }),
    appeals: appealCountsSchema.nullable().optional().openapi({ description: 'of one campaign alone' }),
  })
  .openapi('Totals');

const post = z.object({
  title: z.string().nullable(),
  author: z.string().nullable(),
  site: z.string().nullable(),
  published: instant.nullable(),
  excerpt: z.string().nullable(),
  language: z.string().nullable(),
});

export const cardSchema = z
  .object({
    id: z.string(),
    source: z.string(),
    units,
    number: z.int(),
    countedAt: instant,
    post,
    logIndex: z.int().nullable(),
  })
  .openapi('CountedRelay');

export const cardsSchema = z
  .object({
    relays: z.array(
      cardSchema.extend({ opening: z.object({ salt: z.string(), record: z.string() }).nullable() }),
    ),
    erased: z.array(z.object({ number: z.int(), units, logIndex: z.int().nullable() })),
    next: z.int().nullable(),
  })
  .openapi('CountedRelays');

const reason = z.enum(relayReasons).nullable();

export const relaySchema = z
  .object({
    id: z.string(),
    campaign: z.string(),
    source: z.string(),
    target: z.string(),
    via: z.enum(relayVias),
    kind: z.enum(relayKinds),
    number: z.int().nullable(),
    referredBy: z.int().nullable(),
    brought: z.int(),
    state: z.enum(relayStates),
    reason,
    units,
    logIndex: z.int().nullable(),
    post,
    receivedAt: instant,
    checkedAt: instant.nullable(),
    countedAt: instant.nullable(),
    capped: z.boolean(),
    parts: z.array(z.object({ pledge: z.string(), partner: z.string(), units, termsVersion: z.int() })),
    steps: z.array(
      z.object({
        at: instant,
        kind: z.string(),
        via: z.string().nullable(),
        reason,
        units: units.nullable(),
      }),
    ),
  })
  .openapi('Relay');

const labelRow = z.object({
  name: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  problems: z.array(z.string()),
});
/** The parts of the label that programs rely on; the rest is as in the campaign file. */
export const labelSchema = z
  .looseObject({
    campaign: z.string(),
    complete: z.boolean(),
    missing: z.array(
      z.object({
        disclosure: z.enum(disclosures),
        kind: z.enum(['missing', 'contradiction']),
        problem: z.string(),
        path: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    opens: instant,
    closes: instant,
    timeZone: z.string(),
    pledges: z.array(z.looseObject({ id: z.string(), capReached: z.boolean() })),
    rows: z.object({ fr: z.array(labelRow), en: z.array(labelRow) }),
    asOf: instant,
  })
  .openapi('DonationLabel');

export const problemSchema = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .openapi('Problem', { description: 'RFC 9457' });

const slug = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .openapi({ param: { name: 'slug', in: 'path' }, example: 'un-billet-dix-repas' });
const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
});
const problems = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});
const form = (fields: z.ZodObject) => ({
  body: { content: { 'application/x-www-form-urlencoded': { schema: fields } }, required: true },
});

/** The OpenAPI 3.1 document of everything a program may call. */
export function openapiDocument(publicUrl: string): object {
  const { openAPIRegistry: registry, getOpenAPI31Document } = bind(new OpenAPIHono());
  registry.registerPath({
    method: 'get',
    path: '/api/v1/campaigns',
    summary: 'All campaigns with their totals',
    responses: {
      200: json('Campaigns, newest opening first', z.object({ campaigns: z.array(totalsSchema) })),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/campaigns/{slug}',
    summary: 'The totals of a campaign, live',
    request: { params: z.object({ slug }) },
    responses: {
      200: json('Totals', totalsSchema),
      404: problems('No such campaign'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/campaigns/{slug}/relays',
    summary: 'Counted relays in the order of counting, with a stable cursor',
    request: {
      params: z.object({ slug }),
      query: z.object({
        after: z
          .string()
          .optional()
          .openapi({ description: 'Continue after this number (`next` of the page before)' }),
        limit: z.string().optional().openapi({ description: 'From 1 to 200; 50 by default' }),
      }),
    },
    responses: {
      200: json('Counted relays', cardsSchema),
      400: problems('A wrong cursor or limit'),
      404: problems('No such campaign'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/relays/{id}.json',
    summary: 'One relay: its state, units, promises and every step',
    request: { params: z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }) },
    responses: { 200: json('Relay', relaySchema), 404: problems('No such relay') },
  });
  registry.registerPath({
    method: 'post',
    path: '/webmention',
    summary: 'Say that a post links to a campaign (W3C Webmention)',
    request: form(z.object({ source: z.url(), target: z.url() })),
    responses: {
      202: { description: 'Kept; Location is its status page' },
      400: { description: 'One sentence' },
      413: { description: 'Too large' },
      415: { description: 'Not a form' },
    },
  });
  registry.registerPath({
    method: 'post',
    path: '/c/{slug}/relays',
    summary: 'The same, typed in by hand',
    request: { params: z.object({ slug }), ...form(z.object({ url: z.string() })) },
    responses: {
      202: { description: 'Kept; Location is its status page' },
      303: { description: 'For a browser' },
      400: { description: 'One sentence' },
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/c/{slug}/badge.json',
    summary: 'The live badge in the form of shields.io',
    request: { params: z.object({ slug }) },
    responses: {
      200: json(
        'Badge',
        z.object({
          schemaVersion: z.literal(1),
          label: z.string(),
          message: z.string(),
          color: z.string(),
          cacheSeconds: z.int(),
        }),
      ),
      404: problems('No such campaign'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/c/{slug}/label.json',
    summary: 'The donation label: what a giver must be told, and what is not stated yet',
    request: { params: z.object({ slug }) },
    responses: { 200: json('Label', labelSchema), 404: problems('No such campaign') },
  });
  const anyFile = { 'application/json': { schema: z.looseObject({}) }, 'text/csv': { schema: z.string() } };
  registry.registerPath({
    method: 'get',
    path: '/api/v1/campaigns/{slug}/data',
    summary: 'The data dictionary: every public data set with its columns, and the licence',
    request: { params: z.object({ slug }) },
    responses: {
      200: json('Dictionary', z.looseObject({ licence: z.string(), sets: z.array(z.looseObject({})) })),
      404: problems('No such campaign'),
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/api/v1/campaigns/{slug}/data/{file}',
    summary: 'A file of open data: all.json, 360giving.json, or a set as CSV or JSON',
    request: {
      params: z.object({
        slug,
        file: z.string().openapi({ param: { name: 'file', in: 'path' }, example: 'promises.csv' }),
      }),
    },
    responses: {
      200: { description: 'The file', content: anyFile },
      404: problems('No such campaign or file; 360giving.json before the first closed statement with a gift'),
    },
  });
  registerPurchases(registry, { slug, problem: problemSchema });
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Relais', version: '1', description: 'Action-triggered giving: counted, capped, live.' },
    servers: [{ url: publicUrl }],
  });
}

function bind(app: OpenAPIHono) {
  return { openAPIRegistry: app.openAPIRegistry, getOpenAPI31Document: app.getOpenAPI31Document.bind(app) };
}
