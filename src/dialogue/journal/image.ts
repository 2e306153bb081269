import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { CampaignId, Instant } from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../store/mod.ts';

/** What an upload may weigh, what a decoder may be made to unfold, and how wide a page ever shows it. */
export const image_bytes_max = 12_000_000;
const pixels_max = 50_000_000;
const side_max = 1600;
const images_max = 500;

export type Image = {
  readonly id: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
};
export type ImageAdded =
  | { readonly kind: 'added'; readonly image: Image }
  | { readonly kind: 'not_an_image' | 'too_many' };

/**
 * Keeps an image, encoded anew: the pixels alone, upright, at most 1600 a side, as WebP; no place, no camera, no
 * profile and no byte of the file. Its name is the digest of what is kept, so that the address never changes meaning.
 */
export async function addImage(
  db: Database,
  campaign: { readonly id: CampaignId; readonly slug: string },
  upload: { readonly bytes: Uint8Array; readonly alt: string },
  actor: Actor,
  now: Instant,
): Promise<ImageAdded> {
  const made = await encode(upload.bytes);
  if (made === null) return { kind: 'not_an_image' };
  const { bytes, width, height } = made;
  // The description belongs to the image of this campaign: the same pixels elsewhere are another image.
  const id = createHash('sha256')
    .update(campaign.id)
    .update(upload.alt)
    .update('\0')
    .update(bytes)
    .digest('hex');
  return db.transaction(async (tx) => {
    await tx.rows('SELECT id FROM campaign WHERE id = $1 FOR UPDATE', [campaign.id]);
    const [held] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM journal_image WHERE campaign_id = $1',
      [campaign.id],
    );
    if ((held?.count ?? 0) >= images_max) return { kind: 'too_many' };
    await tx.rows(
      `INSERT INTO journal_image (id, campaign_id, alt, width, height, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [id, campaign.id, upload.alt, width, height, bytes, sqlTime(now)],
    );
    await record(
      tx,
      actor,
      { action: 'journal.image', organisation: null, campaign: campaign.slug, subject: id.slice(0, 16) },
      now,
    );
    return { kind: 'added', image: { id, alt: upload.alt, width, height } };
  });
}

async function encode(bytes: Uint8Array) {
  // Formats with a decoder for pixels alone: SVG and PDF are programs, and are not decoded.
  if (!isRaster(bytes)) return null;
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: pixels_max,
      failOn: 'error',
      animated: false,
      pages: 1,
    })
      .rotate()
      .resize({ width: side_max, height: side_max, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: new Uint8Array(data), width: info.width, height: info.height };
  } catch {
    return null;
  }
}

function isRaster(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return (
    head.startsWith('\xFF\xD8\xFF') ||
    head.startsWith('\x89PNG\r\n\x1A\n') ||
    head.startsWith('GIF8') ||
    (head.startsWith('RIFF') && head.endsWith('WEBP')) ||
    head.slice(4, 12) === 'ftypavif'
  );
}

/** The bytes of an image of a campaign, WebP; null when there is none. */
export async function readImage(db: Queryable, campaign: CampaignId, id: string): Promise<Uint8Array | null> {
  if (!/^[0-9a-f]{64}$/.test(id)) return null;
  const [row] = await db.rows<{ bytes: Uint8Array }>(
    'SELECT bytes FROM journal_image WHERE id = $1 AND campaign_id = $2',
    [id, campaign],
  );
  return row?.bytes ?? null;
}

/** The newest images of a campaign. */
export async function readImages(db: Queryable, campaign: CampaignId): Promise<readonly Image[]> {
  return db.rows<Image>(
    'SELECT id, alt, width, height FROM journal_image WHERE campaign_id = $1 ORDER BY created_at DESC, id LIMIT 60',
    [campaign],
  );
}
