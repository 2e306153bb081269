import type { RelayReason } from '../../domain/mod.ts';
import type { RelayRow } from '../../evidence/mod.ts';
import type { MessageKey, Translator } from '../../i18n/mod.ts';
import type { Instant } from '../../kernel/mod.ts';
import { inside, Outside, type PageContext, words } from '../parts/page.tsx';

/** Reasons in two or three words; one that has none here is said in its sentence. */
const short: Partial<Record<RelayReason, MessageKey>> = {
  link_not_found: 'dash.reason.link_not_found',
  link_hidden: 'dash.reason.link_hidden',
  link_in_comments: 'dash.reason.link_in_comments',
  source_not_found: 'dash.reason.source_not_found',
  source_gone: 'dash.reason.source_gone',
  source_unreachable: 'dash.reason.source_unreachable',
  source_timeout: 'dash.reason.source_timeout',
  source_too_large: 'dash.reason.source_too_large',
  source_not_html: 'dash.reason.source_not_html',
  source_blocked: 'dash.reason.source_blocked',
  same_site: 'dash.reason.same_site',
  duplicate: 'dash.reason.duplicate',
  site_already_counted: 'dash.reason.site_already_counted',
  campaign_not_open: 'dash.reason.campaign_not_open',
  campaign_closed: 'dash.reason.campaign_closed',
  refused_by_moderator: 'dash.reason.refused_by_moderator',
  spam: 'dash.reason.spam',
  cloaking_suspected: 'dash.reason.cloaking_suspected',
  content_changed: 'dash.reason.content_changed',
  near_copy: 'dash.reason.near_copy',
  burst: 'dash.reason.burst',
  site_blocked: 'dash.reason.site_blocked',
};

export function reasonWords({ t }: Translator, reason: RelayReason): string {
  return t(short[reason] ?? `reason.${reason}`);
}

/** Where a relay stands, and why. */
export function stateWords(tr: Translator, row: RelayRow): string {
  const state = tr.t(`dash.state.${row.state}`);
  return row.reason === null ? state : `${state} : ${reasonWords(tr, row.reason)}`;
}

/** A moment as a program reads it and as people do. */
export function Moment({ context, at }: { context: PageContext; at: Instant }) {
  return <time datetime={new Date(at).toISOString()}>{words(context).dateTime(at)}</time>;
}

/** What a list calls a relay: its title, which leads to what became of it, its author, and the way to the post. */
export function RelayName({ context, row }: { context: PageContext; row: RelayRow }) {
  const { t } = words(context);
  if (row.source === null) return <i>{t('list.erased')}</i>;
  return (
    <>
      <a href={inside(context, `/relays/${row.id}`)}>{row.title ?? t('list.untitled')}</a>
      {row.author === null ? null : ` ${t('list.by', { author: row.author })}`}{' '}
      <Outside href={row.source}>
        {t('list.open')}
        <span class="sr"> {row.title ?? row.source}</span>
      </Outside>
    </>
  );
}
