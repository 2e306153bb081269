import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ineligibleReasons } from '../../domain/mod.ts';

type Registry = OpenAPIHono['openAPIRegistry'];

const basketSchema = z
  .strictObject({
    receipt: z.string().min(1).max(200),
    at: z.iso.datetime({ offset: true }),
    shop: z.string().nullable().optional(),
    lines: z.array(z.strictObject({ gtin: z.string(), quantity: z.number().positive() })),
    returnOf: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'the receipt that these products come back from' }),
  })
  .openapi('Basket', { description: 'No other field is taken; one that says who bought is refused.' });

const receipt = z.string();
const units = z.int();
const outcomeSchema = z
  .union([
    z.object({ receipt, outcome: z.literal('credited'), units, acts: z.int() }),
    z.object({ receipt, outcome: z.literal('already_done'), units }),
    z.object({ receipt, outcome: z.literal('conflict') }),
    z.object({ receipt, outcome: z.literal('not_eligible'), reason: z.enum(ineligibleReasons) }),
    z.object({ receipt, outcome: z.enum(['cap_reached', 'held']) }),
    z.object({ receipt, outcome: z.literal('returned'), units }),
    z.object({ index: z.int(), outcome: z.literal('invalid'), reason: z.string() }),
  ])
  .openapi('BasketOutcome');

const receiptSchema = z
  .object({ receipt, day: z.string(), acts: z.int(), units, returned: units, pooled: z.boolean() })
  .openapi('ReceiptGave');

/** What retailers' tills call, with their keys. */
export function registerPurchases(
  registry: Registry,
  parts: { readonly slug: z.ZodType<string>; readonly problem: z.ZodType },
): void {
  const problems = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: parts.problem } },
  });
  registry.registerComponent('securitySchemes', 'tills', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key `rk_…`; where it has a public key, requests are signed as well (RFC 9421, Ed25519).',
  });
  const refusals = {
    400: problems('What was sent cannot be read; `taken` has the answers of what was'),
    401: problems('No key that works, or not signed as it must be'),
    403: problems('Not for this key'),
    404: problems('No such campaign'),
  };
  const path = '/api/v1/campaigns/{slug}/purchases';
  const security = [{ tills: [] }];
  const params = z.object({ slug: parts.slug });
  registry.registerPath({
    ...{ method: 'post', path, security },
    summary: 'Baskets of a retailer; the same again changes nothing',
    request: {
      params,
      body: {
        required: true,
        content: {
          'application/json': { schema: z.array(basketSchema) },
          'application/x-ndjson': { schema: basketSchema },
        },
      },
    },
    responses: {
      200: {
        description: 'One outcome per basket, in their order, once all are committed',
        content: {
          'application/json': { schema: z.array(outcomeSchema) },
          'application/x-ndjson': { schema: outcomeSchema },
        },
      },
      ...refusals,
      413: problems('Too much for one request'),
      415: problems('Neither a list nor lines of JSON'),
      429: problems('Too many requests at once'),
    },
  });
  registry.registerPath({
    ...{ method: 'get', path, security },
    summary: 'What one receipt gave',
    request: { params, query: z.object({ receipt }) },
    responses: {
      200: { description: 'What stands', content: { 'application/json': { schema: receiptSchema } } },
      ...refusals,
    },
  });
}
