import type { CampaignView } from '../../campaign/mod.ts';
import type { AppealCounts, RelayStanding, RelayStatus } from '../../evidence/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { AppealCountsLine } from '../parts/appeal-counts.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { partnerName, unitsText } from '../parts/figures.ts';
import { hostOf, httpUrl, inside, type PageContext, page, words } from '../parts/page.tsx';
import { verdictSentence } from '../parts/verdict.ts';
import { languageTag, postTitle } from '../parts/wall.tsx';
import { Standing } from './appeal.tsx';
import { BeTold } from './notices.tsx';

type Props = { readonly status: RelayStatus; readonly view: CampaignView; readonly context: PageContext };

/** «Did mine count?»: the verdict, who gave what, what happened when, and what to do next. */
export function renderRelay(
  status: RelayStatus,
  campaign: CampaignView,
  context: PageContext,
  people: { readonly standing: RelayStanding | null; readonly counts: AppealCounts | null } | null = null,
): string {
  const tr = words(context);
  const { t } = tr;
  const waiting = status.state === 'received' || status.state === 'checking';
  const props = { status, view: campaign, context };
  return page({
    context,
    title: `${t('relay.title')} · ${postTitle(status.post, status.source)}`,
    aside: campaign.charity.name,
    hidden: true,
    script: true,
    footer: <CampaignFooter view={campaign} context={context} />,
    children: (
      <div
        class="wide sheet relay"
        data-refresh={waiting ? `/relays/${status.id}.json` : undefined}
        data-state={status.state}
      >
        <p class="back">
          <a href={inside(context, `/c/${campaign.slug}`)}>← {tr.localised(campaign.title)}</a>
        </p>
        <h1 class="question">{t('relay.title')}</h1>
        <p class={`verdict ${status.state}`} role="status">
          {verdictSentence(status, campaign, context)}
        </p>
        {waiting ? <p class="summary">{t('relay.refreshes')}</p> : null}
        <Reason {...props} />
        {people?.standing == null ? null : (
          <Standing relay={status.id} standing={people.standing} context={context} />
        )}
        {people?.counts == null || status.state !== 'refused' ? null : (
          <AppealCountsLine counts={people.counts} context={context} />
        )}
        <Parts {...props} />
        <Referral {...props} />
        <Facts {...props} />
        <Steps {...props} />
        <form class="again" method="post" action={inside(context, `/c/${campaign.slug}/relays`)}>
          <p>{t('relay.againText')}</p>
          <input type="hidden" name="url" value={status.source} />
          <button type="submit" class="button">
            {t('relay.again')}
          </button>
        </form>
        <BeTold relay={status.id} context={context} />
        {status.logIndex === null ? null : (
          <p class="back">
            <a href={inside(context, `/relays/${status.id}/proof`)}>
              {t('relay.proof', { index: tr.number(status.logIndex) })}
            </a>
          </p>
        )}
        <p class="back">
          <a href={inside(context, `/relays/${status.id}/data`)} rel="nofollow">
            {t('relay.data')}
          </a>
        </p>
      </div>
    ),
  });
}

function Reason({ status, context }: Props) {
  const { t } = words(context);
  if (status.reason === null)
    return status.state === 'held' ? <p class="summary">{t('relay.heldReview')}</p> : null;
  return (
    <div class="reason">
      <h2>{t('relay.why')}</h2>
      <p>{t(`reason.${status.reason}`)}</p>
      <h2>{t('relay.next')}</h2>
      <p>{t(`reason.${status.reason}.next`)}</p>
    </div>
  );
}

function Parts({ status, view, context }: Props) {
  const tr = words(context);
  if (status.parts.length === 0) return null;
  return (
    <section>
      <h2>{tr.t('relay.parts')}</h2>
      <ul class="dishes">
        {status.parts.map((part) => (
          <li class="dish">
            <span class="dish-name">
              <a href={inside(context, `/c/${view.slug}/partners#${part.pledge}`)}>
                {tr.t('relay.part', {
                  partner: partnerName(view, part.partner),
                  pledge: part.pledge,
                  version: part.termsVersion,
                })}
              </a>
            </span>
            <span class="leader" aria-hidden="true"></span>
            <span class="dish-price">{unitsText(tr, view.unit, part.units)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The link by which others come through this relay, where a promise gives more for it. */
function Referral({ status, view, context }: Props) {
  const tr = words(context);
  const more = view.totals.pledges
    .filter((pledge) => pledge.for === 'referral')
    .reduce((sum, pledge) => sum + Math.min(pledge.perAct, pledge.remaining), 0);
  if (status.state !== 'counted' || status.number === null || (more === 0 && status.brought === 0))
    return null;
  return (
    <section>
      <h2>{tr.t('relay.own')}</h2>
      {more === 0 || view.totals.state !== 'open' ? null : (
        <>
          <p>{tr.t('relay.ownText', { units: unitsText(tr, view.unit, more) })}</p>
          <div class="field">
            <label class="sr" for="own">
              {tr.t('relay.own')}
            </label>
            <input
              id="own"
              class="address"
              readonly
              value={`${context.publicUrl}/c/${view.slug}?by=${status.number}`}
            />
            <button
              type="button"
              class="button quiet"
              data-copy="own"
              data-copied={tr.t('part.copied')}
              hidden
            >
              {tr.t('part.copy')}
            </button>
          </div>
        </>
      )}
      <p>{tr.t('relay.brought', { n: status.brought })}</p>
    </section>
  );
}

function Facts({ status, context }: Props) {
  const tr = words(context);
  const { post, source } = status;
  const href = httpUrl(source);
  const target = httpUrl(status.target);
  return (
    <section>
      <h2>{tr.t('relay.facts')}</h2>
      <p class="post-title" {...languageTag(post.language)}>
        {post.title ?? hostOf(source)}
      </p>
      {post.excerpt === null ? null : (
        <p class="excerpt" {...languageTag(post.language)}>
          {post.excerpt}
        </p>
      )}
      <dl class="label">
        <div>
          <dt>{tr.t('relay.source')}</dt>
          <dd class="break">
            {href === null ? (
              source
            ) : (
              <a href={href} rel="ugc noopener">
                {source}
              </a>
            )}
          </dd>
        </div>
        <div>
          <dt>{tr.t('relay.target')}</dt>
          <dd class="break">{target === null ? status.target : <a href={target}>{status.target}</a>}</dd>
        </div>
        {post.author === null ? null : (
          <div>
            <dt>{tr.t('relay.author')}</dt>
            <dd>{post.author}</dd>
          </div>
        )}
        {post.published === null ? null : (
          <div>
            <dt>{tr.t('relay.published')}</dt>
            <dd>{tr.dateTime(post.published)}</dd>
          </div>
        )}
        {status.kind === 'post' ? null : (
          <div>
            <dt>{tr.t('relay.kind')}</dt>
            <dd>{tr.t(`kind.${status.kind}`)}</dd>
          </div>
        )}
        {status.referredBy === null ? null : (
          <div>
            <dt>{tr.t('relay.referredBy')}</dt>
            <dd>{tr.t('relay.referrer', { number: tr.number(status.referredBy) })}</dd>
          </div>
        )}
        <div>
          <dt>{tr.t('relay.via')}</dt>
          <dd>{tr.t(`via.${status.via}`)}</dd>
        </div>
        {status.logIndex === null ? null : (
          <div>
            <dt>{tr.t('relay.logIndex')}</dt>
            <dd>{tr.number(status.logIndex)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Steps({ status, view, context }: Props) {
  const tr = words(context);
  return (
    <section>
      <h2>{tr.t('relay.steps')}</h2>
      <ol class="timeline">
        {status.steps.map((step) => (
          <li class={step.kind}>
            <time datetime={isoInstant(step.at)}>{tr.moment(step.at)}</time>
            <p>
              <strong>{tr.t(`step.${step.kind}`)}</strong>
              {step.via === null ? null : ` · ${tr.t(`via.${step.via}`)}`}
              {step.units === null ? null : ` · ${unitsText(tr, view.unit, step.units)}`}
            </p>
            {step.reason === null ? null : <p class="small">{tr.t(`reason.${step.reason}`)}</p>}
          </li>
        ))}
      </ol>
      <p class="small">{tr.t('relay.times')}</p>
    </section>
  );
}
