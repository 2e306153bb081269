import type { PartnerAccount, SettlementView } from '../../settlement/mod.ts';
import type { FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';

/** The page, with what a form that was refused said. `of`: which form it was. */
export type SettlementPage = {
  readonly view: SettlementView;
  readonly refused: {
    readonly of: string;
    readonly typed: Readonly<Record<string, string>>;
    readonly errors: readonly FieldError[];
  } | null;
  /** A sentence for what could not be done. */
  readonly said: string | null;
};

export type AccountProps = {
  readonly given: SettlementPage;
  readonly account: PartnerAccount;
  readonly visit: CampaignVisit;
};

export function sectionTax(section: string): 'gift' | 'marketing' | 'unstated' {
  return section.startsWith('gift') ? 'gift' : section.startsWith('marketing') ? 'marketing' : 'unstated';
}
