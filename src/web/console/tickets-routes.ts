import { isBasketFile } from '../../credit/mod.ts';
import { cleanLine } from '../../domain/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import type { CampaignVisit, Console } from './guard.ts';
import { renderTickets } from './tickets.tsx';

const file_bytes_max = 32_000_000;
const name_length_max = 120;

/** Files of baskets: an operator for every retailer that the rules name, a retailer's people for theirs. */
export function ticketPages(services: Services, desk: Console): void {
  const { keys, tickets } = services.console;
  const mine = async (visit: CampaignVisit) =>
    (await keys.retailers(visit.entry.slug)).filter((one) => visit.mayHere('purchase.upload', one));
  const show = async (visit: CampaignVisit, errors: readonly FieldError[] = []) => {
    const retailers = await mine(visit);
    const uploads = await tickets.read(visit.entry.slug, retailers);
    return visit.page(renderTickets({ uploads, retailers, errors }, visit), errors.length === 0 ? 200 : 400);
  };
  desk.campaignGet('/tickets', 'purchase.upload', (_, visit) =>
    visit.entry.published ? show(visit) : visit.notFound(),
  );
  desk.campaignUpload('/tickets', 'purchase.upload', file_bytes_max, async (_, visit, upload) => {
    if (!visit.entry.published) return visit.notFound();
    const { t } = words(visit.context);
    const name = cleanLine(upload?.name ?? '', 1000);
    if (upload === null || !isBasketFile(name))
      return show(visit, [{ name: 'file', sentence: t('tickets.wrong') }]);
    const retailer = upload.fields.get('retailer') ?? '';
    if (!(await mine(visit)).includes(retailer))
      return show(visit, [{ name: 'retailer', sentence: t('keys.retailerWrong') }]);
    const given = { retailer, name: name.slice(-name_length_max), file: upload.file };
    const kept = await tickets.keep(visit.person, visit.entry.slug, given);
    return kept ? visit.to(`/console/c/${visit.entry.slug}/tickets`, 'sent') : visit.notFound();
  });
}
