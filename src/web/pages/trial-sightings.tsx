import type { Child } from 'hono/jsx';
import type { CampaignView } from '../../campaign/mod.ts';
import type { Written } from '../../evidence/mod.ts';
import { isExhausted } from '../parts/figures.ts';
import { inside, type PageContext, words } from '../parts/page.tsx';
import type { Seen } from './trial.tsx';

type Props = { readonly view: CampaignView; readonly seen: Seen; readonly context: PageContext };
type Stamp = 'good' | 'note' | 'bad';

/** Everything that was seen, in the order in which the rules ask. */
export function Sightings(props: Props) {
  return (
    <dl class="sightings">
      <CampaignLine {...props} />
      <PageLine {...props} />
      <Redirects {...props} />
      <LinkLine {...props} />
      <PostLine {...props} />
      <BeforeLine {...props} />
      <FeedLine {...props} />
    </dl>
  );
}

function Line(props: { context: PageContext; name: string; stamp: Stamp; children?: Child }) {
  const { t } = words(props.context);
  return (
    <div class="sighting">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      <dd>
        <span class={`stamp ${props.stamp}`}>{t(`test.stamp.${props.stamp}`)}</span>
      </dd>
    </div>
  );
}

function CampaignLine({ view, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const name = t('test.campaign');
  if (view.totals.state === 'announced')
    return (
      <Line context={context} name={name} stamp="bad">
        <p>{t('test.campaign.announced', { opens: tr.dateTime(view.opens) })}</p>
      </Line>
    );
  if (view.totals.state === 'closed' || view.totals.state === 'settled')
    return (
      <Line context={context} name={name} stamp="bad">
        <p>{t('test.campaign.over')}</p>
      </Line>
    );
  const full = isExhausted(view);
  return (
    <Line context={context} name={name} stamp={full ? 'note' : 'good'}>
      <p>{t(full ? 'test.campaign.full' : 'test.campaign.open')}</p>
    </Line>
  );
}

function PageLine({ seen, context }: Props) {
  const { t } = words(context);
  const { look } = seen.trial;
  const { status, bytes = 0, detail } = look.evidence;
  const name = t('test.page');
  if (look.sighting.kind === 'page')
    return (
      <Line context={context} name={name} stamp="good">
        <p>
          {t('test.pageRead', {
            status: String(status ?? ''),
            kilobytes: Math.max(1, Math.round(bytes / 1000)),
          })}
        </p>
      </Line>
    );
  const { reason } = look.sighting;
  const walled = seen.verdict.kind === 'hold';
  const draft = status === 401 || status === 403 || status === 404;
  return (
    <Line context={context} name={name} stamp={walled ? 'note' : 'bad'}>
      <p>{t(`reason.${reason}`)}</p>
      {status === null ? null : <p>{t('test.pageStatus', { status: String(status) })}</p>}
      <p class="next">{t(walled ? 'test.wall' : `reason.${reason}.next`)}</p>
      {draft ? <p>{t('test.draft')}</p> : null}
      {detail === undefined ? null : <p class="small">{t('test.pageWhy', { detail })}</p>}
    </Line>
  );
}

function Redirects({ seen, context }: Props) {
  const { t } = words(context);
  if (seen.trial.redirects.length === 0) return null;
  return (
    <Line context={context} name={t('test.redirects')} stamp="note">
      <ol>
        {seen.trial.redirects.map(({ to, status }) => (
          <li>{t('test.redirect', { status: String(status), to: to.slice(0, 300) })}</li>
        ))}
      </ol>
      <p>{t('test.redirectsText')}</p>
    </Line>
  );
}

function LinkLine({ seen, view, context }: Props) {
  const { t } = words(context);
  const { sighting } = seen.trial.look;
  if (sighting.kind === 'failed') return null;
  const place = sighting.facts.link;
  const next =
    place === 'content'
      ? null
      : place === 'none'
        ? 'reason.link_not_found.next'
        : place === 'hidden'
          ? 'reason.link_hidden.next'
          : 'reason.link_in_comments.next';
  const { written } = seen.trial;
  return (
    <Line context={context} name={t('test.link')} stamp={place === 'content' ? 'good' : 'bad'}>
      <p>{t(`test.link.${place}`)}</p>
      <WrittenLinks written={written} context={context} />
      {written.badgeAlone ? (
        <p class="next">{t('test.badgeAlone', { address: `${context.publicUrl}/c/${view.slug}` })}</p>
      ) : next === null ? null : (
        <p class="next">{t(next)}</p>
      )}
    </Line>
  );
}

function WrittenLinks({ written, context }: { written: Written; context: PageContext }) {
  const { t } = words(context);
  if (written.links.length === 0) return null;
  return (
    <ul>
      {written.links.map((link) => (
        <li>
          {t('named', { name: t(`test.shape.${link.shape}`) })} <code>{link.address}</code>
          {link.rel.length === 0 ? null : <span> {t('test.rel', { rel: link.rel.join(' ') })}</span>}
        </li>
      ))}
    </ul>
  );
}

function PostLine({ seen, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const { sighting } = seen.trial.look;
  if (sighting.kind === 'failed') return null;
  const { title, author, published } = sighting.facts.post;
  return (
    <Line context={context} name={t('test.post')} stamp={published === null ? 'note' : 'good'}>
      {title === null ? null : <p>{t('test.postTitle', { title })}</p>}
      {author === null ? null : <p>{t('test.postAuthor', { author })}</p>}
      <p>
        {published === null ? t('test.postNoDate') : t('test.postDate', { date: tr.dateTime(published) })}
      </p>
    </Line>
  );
}

/** What arrived before, and every other reason that is none of the page's. */
function BeforeLine({ seen, context }: Props) {
  const { t } = words(context);
  const { known, duplicateOf, verdict } = seen;
  const other = known?.id ?? duplicateOf;
  const reason = verdict.kind === 'refuse' || verdict.kind === 'hold' ? verdict.reason : null;
  const circumstance = reason !== null && circumstances.has(reason) ? reason : null;
  const said = known !== null ? 'test.beforeYes' : duplicateOf !== null ? 'test.beforeCopy' : 'test.beforeNo';
  return (
    <Line
      context={context}
      name={t('test.before')}
      stamp={circumstance !== null && verdict.kind === 'refuse' ? 'bad' : other === null ? 'good' : 'note'}
    >
      <p>
        {t(said)}{' '}
        {other === null ? null : <a href={inside(context, `/relays/${other}`)}>{t('test.beforeLink')}</a>}
      </p>
      {circumstance === null ? null : (
        <>
          <p>{t(`reason.${circumstance}`)}</p>
          <p class="next">{t(`reason.${circumstance}.next`)}</p>
        </>
      )}
      {verdict.kind === 'hold' && verdict.reason === null ? <p>{t('test.review')}</p> : null}
    </Line>
  );
}

/** Reasons that other lines do not tell. */
const circumstances: ReadonlySet<string> = new Set([
  'same_site',
  'duplicate',
  'site_already_counted',
  'site_blocked',
  'near_copy',
  'burst',
  'cloaking_suspected',
]);

function FeedLine({ seen, view, context }: Props) {
  const { t } = words(context);
  const { feeds, look } = seen.trial;
  const read = look.sighting.kind === 'page';
  return (
    <Line context={context} name={t('test.feed')} stamp={feeds.length > 0 ? 'good' : 'note'}>
      <p>{t(feeds.length > 0 ? 'test.feedFound' : read ? 'test.feedNone' : 'test.feedUnread')}</p>
      {feeds.length === 0 ? null : (
        <ul>
          {feeds.map((feed) => (
            <li>
              <code>{feed.slice(0, 300)}</code>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={inside(context, `/c/${view.slug}/sites`)}>{t('take.arriveSiteLink')}</a>
      </p>
    </Line>
  );
}
