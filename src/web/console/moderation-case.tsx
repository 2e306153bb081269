import { type Doubt, relayKinds } from '../../domain/mod.ts';
import type { RelayCase } from '../../evidence/mod.ts';
import { inside, Outside, type PageContext, words } from '../parts/page.tsx';
import { languageTag } from '../parts/wall.tsx';
import { ErrorSummary, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { Moment, reasonWords } from './lists-words.tsx';
import { DecisionFields, ModerationAssets, Outcomes } from './moderation.tsx';
import { choice, type ReadDecisions } from './moderation-words.ts';
import { consolePage } from './shell.tsx';

export type CasePage = {
  readonly relay: RelayCase;
  readonly errors: readonly FieldError[];
  readonly outcomes: readonly string[];
  readonly decided: ReadDecisions['typed'] | null;
};

/** One post side by side with what speaks for and against it. */
export function renderCase(given: CasePage, visit: CampaignVisit): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const { relay } = given;
  const base = `/console/c/${visit.entry.slug}`;
  const open = relay.state === 'held' || relay.state === 'refused';
  return consolePage({
    visit,
    campaign: visit,
    here: 'moderation',
    title: relay.title ?? t('case.title'),
    script: <ModerationAssets context={context} />,
    children: (
      <>
        <p class="back">
          <a href={inside(context, `${base}/moderation`)}>← {t('case.back')}</a>
        </p>
        <ErrorSummary context={context} errors={given.errors} />
        <Outcomes outcomes={given.outcomes} />
        <p>
          <strong>{t(`dash.state.${relay.state}`)}</strong>
          {relay.reason === null ? null : ` : ${reasonWords(tr, relay.reason)}`}{' '}
          <Doubts doubts={relay.doubts} context={context} />
          {relay.due ? <span class="doubt">{t('mod.looking')}</span> : null}
        </p>
        <p class="break">
          <Outside href={relay.source}>
            {t('case.open')} : {relay.source}
          </Outside>
        </p>
        <div class="side-by-side">
          <Seen relay={relay} context={context} />
          <div>
            <Original relay={relay} context={context} base={base} />
            <History relay={relay} context={context} base={base} />
          </div>
        </div>
        <section class="decide" aria-labelledby="decide">
          <h2 id="decide">{t('mod.decideOne')}</h2>
          {open ? (
            <form method="post" action={inside(context, `${base}/moderation/${relay.id}`)} data-case>
              <input type="hidden" name="relay" value={choice.write(relay)} />
              <DecisionFields context={context} typed={given.decided} errors={given.errors} />
            </form>
          ) : (
            <p>{t('case.notOpen')}</p>
          )}
          {visit.mayHere('sites.edit') ? (
            <p class="links">
              <a href={inside(context, `${base}/sites?site=${encodeURIComponent(relay.site)}`)}>
                {t('case.listSite')}
              </a>
            </p>
          ) : null}
        </section>
        <Kind relay={relay} context={context} base={base} />
        <Past relay={relay} context={context} />
      </>
    ),
  });
}

type Props = { readonly relay: RelayCase; readonly context: PageContext };

/** What it counts as: promises may differ by kind. */
function Kind({ relay, context, base }: Props & { readonly base: string }) {
  const { t } = words(context);
  if (relay.state === 'refused' || relay.state === 'withdrawn' || relay.state === 'gone') return null;
  return (
    <section aria-labelledby="kind-title">
      <h2 id="kind-title">{t('case.kind')}</h2>
      <form class="field" method="post" action={inside(context, `${base}/moderation/${relay.id}/kind`)}>
        <label for="kind">{t('case.kindIs')}</label>
        <select id="kind" name="kind">
          {relayKinds.map((kind) => (
            <option value={kind} selected={kind === relay.kind}>
              {t(`kind.${kind}`)}
            </option>
          ))}
        </select>
        <p class="small">{t(relay.state === 'counted' ? 'case.kindCounted' : 'case.kindWaits')}</p>
        <button type="submit" class="button quiet">
          {t('case.kindSet')}
        </button>
      </form>
    </section>
  );
}

function Doubts({ doubts, context }: { doubts: readonly Doubt[]; context: PageContext }) {
  const { t } = words(context);
  return (
    <>
      {doubts.map((doubt) => (
        <span class="doubt">{t(`doubt.${doubt}`)}</span>
      ))}
    </>
  );
}

function Seen({ relay, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const { around, evidence } = relay;
  const language = languageTag(relay.language);
  return (
    <section aria-labelledby="seen">
      <h2 id="seen">{t('case.seen')}</h2>
      <h3>{t('case.link')}</h3>
      {around === null ? (
        <p>{t('case.noLink')}</p>
      ) : (
        <blockquote class="said" {...language}>
          {around.before} <mark>{around.link === '' ? t('case.emptyLink') : around.link}</mark>
          {/^[.,;:!?…)»”]/.test(around.after) ? '' : ' '}
          {around.after}
        </blockquote>
      )}
      <h3>{t('case.text')}</h3>
      {relay.text === null ? (
        <p>{t('case.noText')}</p>
      ) : (
        <blockquote class="said" {...language}>
          {relay.text}
        </blockquote>
      )}
      <dl class="label">
        {evidence?.link === undefined ? null : (
          <div>
            <dt>{t('case.place')}</dt>
            <dd>{placeWords(tr, evidence.link)}</dd>
          </div>
        )}
        {evidence === null ? null : (
          <div>
            <dt>{t('case.status')}</dt>
            <dd>
              {evidence.status ?? '–'} {evidence.detail ?? ''}
            </dd>
          </div>
        )}
        {evidence?.finalUrl === undefined ? null : (
          <div>
            <dt>{t('case.finalUrl')}</dt>
            <dd class="break">{evidence.finalUrl}</dd>
          </div>
        )}
        {evidence?.sha256 === undefined ? null : (
          <div>
            <dt>{t('case.digest')}</dt>
            <dd class="break">
              <code>{evidence.sha256.slice(0, 16)}…</code>
            </dd>
          </div>
        )}
        {relay.lookedAt === null ? null : (
          <div>
            <dt>{t('case.lookedAt')}</dt>
            <dd>
              <Moment context={context} at={relay.lookedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('case.claimedAt')}</dt>
          <dd>
            <Moment context={context} at={relay.claimedAt} />
          </dd>
        </div>
      </dl>
      <p class="small">{t('case.cantBeTold')}</p>
    </section>
  );
}

const places = ['content', 'hidden', 'comments', 'none'] as const;
function placeWords({ t }: ReturnType<typeof words>, link: string): string {
  return t(`case.place.${places.find((one) => one === link) ?? 'none'}`);
}

function Original({ relay, context, base }: Props & { base: string }) {
  const { t } = words(context);
  const { original } = relay;
  if (original === null) {
    return relay.doubts.includes('near_copy') ? <p>{t('case.originalGone')}</p> : null;
  }
  return (
    <section aria-labelledby="original">
      <h2 id="original">{t('case.original')}</h2>
      <p class="post-title">
        <a href={inside(context, `${base}/moderation/${original.id}`)}>
          {original.title ?? t('list.untitled')}
        </a>
        {original.author === null ? null : ` ${t('list.by', { author: original.author })}`}
      </p>
      <p class="small">
        {original.site} ·{' '}
        <Outside href={original.source}>
          {t('list.open')}
          <span class="sr"> {original.title ?? original.source}</span>
        </Outside>
      </p>
      {original.excerpt === null ? null : <blockquote class="said">{original.excerpt}</blockquote>}
    </section>
  );
}

function History({ relay, context, base }: Props & { base: string }) {
  const { t } = words(context);
  const { latest, ...counts } = relay.history;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('case.history', { site: relay.site })}</h2>
      {latest.length === 0 ? (
        <p>{t('case.first')}</p>
      ) : (
        <>
          <p>{t('case.historyText', counts)}</p>
          <ul>
            {latest.map((one) => (
              <li>
                <a href={inside(context, `${base}/moderation/${one.id}`)}>
                  {one.title ?? t('list.untitled')}
                </a>{' '}
                <span class="small">
                  {t(`dash.state.${one.state}`)} · <Moment context={context} at={one.receivedAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Past({ relay, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  return (
    <>
      {relay.decisions.length === 0 ? null : (
        <section aria-labelledby="decisions">
          <h2 id="decisions">{t('case.decisions')}</h2>
          <ul>
            {relay.decisions.map((one) => (
              <li>
                {t(one.appeal ? 'case.decisionAppeal' : 'case.decision', {
                  at: tr.dateTime(one.at),
                  decision: t(`mod.decided.${one.decision}`),
                  by: one.by,
                })}
                {one.reason === null ? null : <p class="small">{t(`refusal.${one.reason}`)}</p>}
                {one.words === null ? null : <blockquote class="said">{one.words}</blockquote>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="steps">
        <h2 id="steps">{t('case.steps')}</h2>
        <ol class="timeline">
          {relay.steps.map((step) => (
            <li>
              <Moment context={context} at={step.at} /> <strong>{t(`step.${step.kind}`)}</strong>
              {step.reason === null ? null : <p class="small">{reasonWords(tr, step.reason)}</p>}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
