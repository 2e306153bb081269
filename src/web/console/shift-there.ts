import type { Context } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import type { Services } from '../port.ts';
import type { CampaignVisit } from './guard.ts';

/** A shift of the campaign that a visit is to. */
export type ThereShift = { readonly view: CampaignView; readonly shift: ShiftView };

export async function shiftOf(
  services: Services,
  c: Context,
  visit: CampaignVisit,
): Promise<ThereShift | null> {
  const view = await services.campaign(visit.entry.slug);
  const shift =
    view === null ? null : await services.console.shifts.shift(view.slug, c.req.param('shift') ?? '');
  return view === null || shift === null ? null : { view, shift };
}
