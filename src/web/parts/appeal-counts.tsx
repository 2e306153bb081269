import type { AppealCounts } from '../../evidence/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { type PageContext, words } from './page.tsx';

/** How a campaign answers appeals, for everybody to see; nothing before the first one. */
export function AppealCountsLine({ counts, context }: { counts: AppealCounts; context: PageContext }) {
  const tr = words(context);
  const { medianHours, ...figures } = counts;
  if (figures.open + figures.accepted + figures.refused === 0) return null;
  return (
    <p class="small appeal-counts">
      {tr.t('appeal.counts')} : {tr.t('appeal.countsText', figures)}
      {medianHours === null ? null : ` ${tr.t('appeal.median', { time: duration(tr, medianHours) })}`}
    </p>
  );
}

function duration({ t }: Translator, hours: number): string {
  return hours < 48
    ? t('appeal.hours', { n: Math.max(1, Math.ceil(hours)) })
    : t('appeal.daysLong', { n: Math.round(hours / 24) });
}
