import type { Context } from 'hono';
import { relayKinds } from '../../domain/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderNotPublic } from './dashboard.tsx';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { queryOf } from './lists-filter.ts';
import { renderQueue } from './moderation.tsx';
import { renderCase } from './moderation-case.tsx';
import {
  outcomeWords,
  queueCursor,
  type ReadDecisions,
  readDecisions,
  readQueueFilter,
} from './moderation-words.ts';

const page_rows = 25;

type More = {
  readonly errors?: readonly FieldError[];
  readonly outcomes?: readonly string[];
  readonly decided?: ReadDecisions['typed'];
};

/** The queue of posts that wait for a human, and each of them with its evidence. */
export function moderationPages(services: Services, desk: Console): void {
  const { moderation } = services.console;

  const showQueue = async (c: Context, visit: CampaignVisit, more: More, status: 200 | 400 | 409 = 200) => {
    const { slug } = visit.entry;
    const { t } = words(visit.context);
    const { filter, faults, typed } = readQueueFilter((name) => c.req.query(name));
    const after = c.req.query('after') ?? '';
    const place = after === '' ? null : queueCursor.read(after);
    if (after !== '' && place === null) return visit.notFound();
    const wrong = faults.map(({ name, word }) => ({ name, sentence: t(word) }));
    const list = wrong.length > 0 ? null : await moderation.queue(slug, filter, place, page_rows);
    if (list === null && wrong.length === 0)
      return visit.page(renderNotPublic(visit, t('mod.title'), 'moderation'));
    const html = renderQueue(
      {
        list,
        counts: await moderation.counts(slug),
        typed,
        after,
        errors: [...wrong, ...(more.errors ?? [])],
        outcomes: more.outcomes ?? [],
        decided: more.decided ?? null,
      },
      visit,
    );
    return visit.page(html, wrong.length > 0 ? 400 : status);
  };

  desk.campaignGet('/moderation', 'relay.moderate', (c, visit) => showQueue(c, visit, {}));

  desk.campaignPost('/moderation', 'relay.moderate', async (c, visit, form) => {
    const read = readDecisions(form, words(visit.context));
    if (read.errors.length > 0) return showQueue(c, visit, { errors: read.errors, decided: read.typed }, 400);
    const outcomes = await moderation.decide(visit.person, visit.entry.slug, read.decisions);
    if (outcomes === null) return visit.notFound();
    const said = outcomeWords(words(visit.context), outcomes, (relay) => relay);
    const { typed } = readQueueFilter((name) => c.req.query(name));
    const path = `/console/c/${visit.entry.slug}/moderation${queryOf(typed)}`;
    if (said.length === 0) return visit.to(path, 'decided');
    const done = [...outcomes.values()].filter((one) => one.kind === 'done').length;
    const { t } = words(visit.context);
    const named = await nameRelays(visit, outcomes);
    return showQueue(
      c,
      visit,
      { outcomes: [...(done === 0 ? [] : [t('mod.outcome.done', { n: done })]), ...named] },
      409,
    );
  });

  /** The outcomes in sentences with the posts' titles, looked up for the few that did not come out as asked. */
  const nameRelays = async (
    visit: CampaignVisit,
    outcomes: NonNullable<Awaited<ReturnType<typeof moderation.decide>>>,
  ) => {
    const left = [...outcomes].filter(([, outcome]) => outcome.kind !== 'done').slice(0, named_max);
    const titles = new Map<string, string>();
    for (const [relay, outcome] of left) {
      const found = outcome.kind === 'unknown' ? null : await moderation.relay(visit.entry.slug, relay);
      titles.set(relay, found?.title ?? found?.source ?? relay);
    }
    const tr = words(visit.context);
    return [...new Set(outcomeWords(tr, new Map(left), (relay) => titles.get(relay) ?? relay))];
  };

  const showCase = async (visit: CampaignVisit, relay: string, more: More, status: 200 | 400 | 409 = 200) => {
    const found = await moderation.relay(visit.entry.slug, relay);
    if (found === null) return visit.notFound();
    const given = {
      relay: found,
      errors: more.errors ?? [],
      outcomes: more.outcomes ?? [],
      decided: more.decided ?? null,
    };
    return visit.page(renderCase(given, visit), status);
  };

  desk.campaignGet('/moderation/:relay', 'relay.moderate', (c, visit) =>
    showCase(visit, c.req.param('relay') ?? '', {}),
  );

  desk.campaignPost('/moderation/:relay/kind', 'relay.moderate', async (c, visit, form: Form) => {
    const relay = c.req.param('relay') ?? '';
    const kind = relayKinds.find((one) => one === form.text('kind'));
    const { t } = words(visit.context);
    if (kind === undefined)
      return showCase(visit, relay, { errors: [{ name: 'kind', sentence: t('case.kindUnknown') }] }, 400);
    const outcome = await moderation.setKind(visit.person, visit.entry.slug, relay, kind);
    if (outcome === null || outcome === 'unknown') return visit.notFound();
    if (outcome === 'unfit') return showCase(visit, relay, { outcomes: [t('case.kindUnfit')] }, 409);
    return visit.to(`/console/c/${visit.entry.slug}/moderation/${relay}`, 'decided');
  });

  desk.campaignPost('/moderation/:relay', 'relay.moderate', async (c, visit, form: Form) => {
    const relay = c.req.param('relay') ?? '';
    const read = readDecisions(form, words(visit.context));
    if (read.errors.length > 0)
      return showCase(visit, relay, { errors: read.errors, decided: read.typed }, 400);
    // The form of one post decides that post.
    if (read.decisions.some((one) => one.relay !== relay)) return visit.notFound();
    const outcomes = await moderation.decide(visit.person, visit.entry.slug, read.decisions);
    if (outcomes === null || outcomes.get(relay)?.kind === 'unknown') return visit.notFound();
    const said = await nameRelays(visit, outcomes);
    return said.length === 0
      ? visit.to(`/console/c/${visit.entry.slug}/moderation`, 'decided')
      : showCase(visit, relay, { outcomes: said, decided: read.typed }, 409);
  });
}

/** Outcomes that are said one by one. */
const named_max = 20;
