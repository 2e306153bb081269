import { dayOf } from '../domain/mod.ts';
import type { Instant } from '../kernel/mod.ts';
import { type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { type DraftFile, digestOf, listAt, valueAt, withValue } from './draft-file.ts';
import type { CharterView, Localised } from './view.ts';

/** Who acts, as it is kept and shown: the account, and the name that stands under what was signed. */
export type Signatory = { readonly account: string; readonly name: string };
export type FindingResult = CharterView['findings'][number]['result'];

/** One finding of the charity about a partner, on one criterion of its charter. */
export type NewFinding = {
  readonly partner: string;
  readonly criterion: string;
  readonly result: FindingResult;
  readonly note: Localised | null;
  readonly document: string | null;
};

/** Keeps a finding; it takes the place of an earlier one on the same criterion, which stays on record. */
export async function addFinding(
  tx: Transaction,
  slug: string,
  finding: NewFinding,
  by: Signatory,
  at: Instant,
): Promise<void> {
  await tx.rows(
    `INSERT INTO charter_finding (slug, partner, criterion, result, note, document, by_name, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      slug,
      finding.partner,
      finding.criterion,
      finding.result,
      finding.note === null ? null : JSON.stringify(finding.note),
      finding.document,
      by.name,
      by.account,
      sqlTime(at),
    ],
  );
}

/** What a signature is put under. `scope`: what the charity lets its name be used for. */
export type SignatureKind = 'charter' | 'consent';

/** Signs the draft as it stands: the charter with all findings, or the use of the charity's name within `scope`. */
export async function sign(
  tx: Transaction,
  draft: { readonly slug: string; readonly file: DraftFile; readonly base: DraftFile | null },
  kind: SignatureKind,
  scope: Localised | null,
  by: Signatory,
  at: Instant,
): Promise<void> {
  const composed = await composeDraft(tx, draft.slug, draft.file, draft.base);
  const digest = kind === 'charter' ? charterDigest(composed) : consentDigest(composed, scope);
  await tx.rows(
    `INSERT INTO charity_signature (slug, kind, charity, digest, scope, by_name, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      draft.slug,
      kind,
      String(valueAt(draft.file, 'campaign.charity') ?? ''),
      digest,
      scope === null ? null : JSON.stringify(scope),
      by.name,
      by.account,
      sqlTime(at),
    ],
  );
}

const partnersOf = (file: DraftFile): readonly string[] =>
  [...new Set(listAt(file, 'pledges').map((one) => String(one.partner ?? '')))].sort();

function charterDigest(file: DraftFile): Uint8Array {
  return digestOf({
    charity: valueAt(file, 'campaign.charity') ?? '',
    text: valueAt(file, 'charter.text') ?? '',
    criteria: valueAt(file, 'charter.criteria') ?? [],
    // In one order: a file may list them in any.
    findings: [...listAt(file, 'charter.findings')].sort((a, b) => order(placeOf(a), placeOf(b))),
    partners: partnersOf(file),
  });
}

function consentDigest(file: DraftFile, scope: Localised | null): Uint8Array {
  return digestOf({
    charity: valueAt(file, 'campaign.charity') ?? '',
    slug: valueAt(file, 'campaign.slug') ?? '',
    partners: partnersOf(file),
    scope: scope ?? {},
  });
}

type FindingRow = NewFinding & { by: string; at: Instant };
type SignatureRow = {
  kind: SignatureKind;
  charity: string;
  digest: Uint8Array;
  scope: Localised | null;
  by: string;
  at: Instant;
};

/**
 * The draft with what the charity found and signed here put in: an operator can't write it in by hand. What the public
 * file (`base`) says already stays, as long as nothing of what was signed has changed since.
 */
export async function composeDraft(
  db: Queryable,
  slug: string,
  file: DraftFile,
  base: DraftFile | null,
): Promise<DraftFile> {
  const found = await db.rows<FindingRow>(
    `SELECT DISTINCT ON (partner, criterion) partner, criterion, result, note, document, by_name AS by, at
     FROM charter_finding WHERE slug = $1 ORDER BY partner, criterion, id DESC`,
    [slug],
  );
  const signatures = await db.rows<SignatureRow>(
    `SELECT DISTINCT ON (kind) kind, charity, digest, scope, by_name AS by, at
     FROM charity_signature WHERE slug = $1 ORDER BY kind, id DESC`,
    [slug],
  );
  let composed = withValue(file, 'disclosures.consent', undefined);
  if (valueAt(file, 'charter') !== undefined) composed = withFindings(composed, base, found);
  const charter = signatures.find((one) => one.kind === 'charter');
  if (charter !== undefined && sameBytes(charter.digest, charterDigest(composed)))
    composed = withValue(
      withValue(composed, 'charter.signedBy', charter.charity),
      'charter.signedOn',
      dayOf(charter.at),
    );
  else if (base !== null && sameBytes(charterDigest(base), charterDigest(composed)))
    for (const path of ['charter.signedBy', 'charter.signedOn'])
      composed = withValue(composed, path, valueAt(base, path));
  const consent = signatures.find((one) => one.kind === 'consent');
  if (consent !== undefined && sameBytes(consent.digest, consentDigest(composed, consent.scope)))
    composed = withValue(composed, 'disclosures.consent', {
      by: consent.by,
      on: dayOf(consent.at),
      scope: consent.scope,
    });
  else if (base !== null && sameBytes(consentDigest(base, null), consentDigest(composed, null)))
    composed = withValue(composed, 'disclosures.consent', valueAt(base, 'disclosures.consent'));
  return composed;
}

function withFindings(file: DraftFile, base: DraftFile | null, found: readonly FindingRow[]): DraftFile {
  const criteria = listAt(file, 'charter.criteria').map((one) => String(one.id ?? ''));
  const partners = partnersOf(file);
  const kept = (listAt(base, 'charter.findings') as unknown as CharterView['findings']).filter(
    (one) => !found.some((other) => other.partner === one.partner && other.criterion === one.criterion),
  );
  const here = found.map(({ by, at, note, document, ...finding }) => ({
    ...finding,
    on: dayOf(at),
    by,
    ...(note === null ? {} : { note }),
    ...(document === null ? {} : { document }),
  }));
  const findings = [...kept, ...here]
    .filter((one) => criteria.includes(one.criterion) && partners.includes(one.partner))
    .sort((a, b) => order(placeOf(a), placeOf(b)));
  const unsigned = withValue(withValue(file, 'charter.signedBy', undefined), 'charter.signedOn', undefined);
  return withValue(unsigned, 'charter.findings', findings);
}

const placeOf = (finding: { readonly partner?: unknown; readonly criterion?: unknown }) =>
  `${finding.partner} ${finding.criterion}`;
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
