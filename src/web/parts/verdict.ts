import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayStatus } from '../../evidence/mod.ts';
import { unreachable } from '../../kernel/mod.ts';
import { unitsText } from './figures.ts';
import { type PageContext, words } from './page.tsx';

/** The answer to «did mine count?» in one sentence. */
export function verdictSentence(status: RelayStatus, view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const values = { units: unitsText(tr, view.unit, status.units), charity: view.charity.name };
  switch (status.state) {
    case 'counted':
      if (status.units === 0) return tr.t('relay.countedZero');
      return tr.t(status.capped ? 'relay.countedCapped' : 'relay.counted', values);
    case 'withdrawn':
      return tr.t(status.units > 0 ? 'relay.withdrawnKept' : 'relay.withdrawnReversed', values);
    case 'gone':
      return tr.t(status.units > 0 ? 'relay.goneKept' : 'relay.goneReversed', values);
    case 'received':
    case 'checking':
    case 'held':
    case 'refused':
      return tr.t(`relay.${status.state}`);
    default:
      return unreachable(status.state);
  }
}
