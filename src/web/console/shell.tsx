import type { Child } from 'hono/jsx';
import type { MessageKey } from '../../i18n/mod.ts';
import { inside, page, words } from '../parts/page.tsx';
import type { CampaignVisit, Visit } from './guard.ts';

/** What a redirect may say was done. */
const doneWords = {
  saved: 'console.done.saved',
  created: 'console.done.created',
  invited: 'console.done.invited',
  removed: 'console.done.removed',
  signed: 'console.done.signed',
  published: 'console.done.published',
  decided: 'console.done.decided',
  sent: 'console.done.sent',
  answered: 'done.answered',
  marked: 'done.marked',
  closed: 'console.done.closed',
  declared: 'console.done.declared',
  confirmed: 'console.done.confirmed',
  delivered: 'console.done.delivered',
} as const satisfies Readonly<Record<string, MessageKey>>;

type ShellProps = {
  readonly visit: Visit;
  readonly title: string;
  /** Where one is in a campaign: its pages become the navigation. */
  readonly campaign?: CampaignVisit;
  readonly here?: string;
  readonly script?: Child;
  readonly children?: Child;
};

/** A page of the console: who is signed in, where one can go from here, what was just done. */
export function consolePage({ visit, title, campaign, here, script, children }: ShellProps): string {
  const { context, person, done } = visit;
  const { t } = words(context);
  const said =
    done !== null && Object.hasOwn(doneWords, done) ? doneWords[done as keyof typeof doneWords] : null;
  return page({
    context,
    title: `${title} · Relais`,
    aside: t('console.title'),
    hidden: true,
    signedIn: true,
    head: script,
    children: (
      <div class="wide console">
        <nav class="console-nav" aria-label={t('console.nav')}>
          <ul>
            <NavLink visit={visit} path="/console" name={t('console.campaigns')} here={here === 'home'} />
            <NavLink
              visit={visit}
              path="/console/people"
              name={t('console.people')}
              here={here === 'people'}
            />
            <NavLink visit={visit} path="/console/audit" name={t('console.audit')} here={here === 'audit'} />
            <NavLink
              visit={visit}
              path="/console/account"
              name={person.name === '' ? person.email : person.name}
              here={here === 'account'}
            />
          </ul>
          <form method="post" action="/console/sign-out">
            <button class="quiet" type="submit">
              {t('console.signOut')}
            </button>
          </form>
        </nav>
        {campaign === undefined ? null : <CampaignNav visit={campaign} here={here ?? ''} />}
        {said === null ? null : (
          <p class="console-done" role="status">
            {t(said)}
          </p>
        )}
        <h1>{title}</h1>
        {children}
      </div>
    ),
  });
}

function NavLink(props: { visit: Visit; path: string; name: string; here: boolean }) {
  return (
    <li>
      <a href={inside(props.visit.context, props.path)} aria-current={props.here ? 'page' : undefined}>
        {props.name}
      </a>
    </li>
  );
}

/** The pages of one campaign that the visitor may open, by what one comes for. */
export function pagesFor(visit: CampaignVisit): readonly PageGroup[] {
  const { entry, mayHere, person } = visit;
  const may = (action: CampaignPage['action']) =>
    mayHere(action) || person.roles.some((role) => mayHere(action, role.organisation));
  return campaignPages
    .map(({ group, pages }) => ({
      group,
      pages: pages.filter(({ action, published }) => may(action) && (entry.published || !published)),
    }))
    .filter(({ pages }) => pages.length > 0);
}
type PageGroup = { readonly group: GroupName | null; readonly pages: readonly CampaignPage[] };

/** Two rows: what one comes for, and the pages of that. All pages at once would be a screen of links on a telephone. */
function CampaignNav({ visit, here }: { visit: CampaignVisit; here: string }) {
  const { context, entry } = visit;
  const { t, localised } = words(context);
  const groups = pagesFor(visit);
  const open = groups.find(({ pages }) => pages.some(({ name }) => name === here));
  const at = (path: string) => `/console/c/${entry.slug}${path}`;
  return (
    <nav class="console-nav campaign-nav" aria-label={t('console.campaignNav')}>
      <p>
        <strong>{entry.title === null ? entry.slug : localised(entry.title)}</strong>
        {entry.published ? (
          <a href={inside(context, `/c/${entry.slug}`)}>{t('console.page.public')}</a>
        ) : null}
      </p>
      <ul>
        {groups.map(({ group, pages }) => {
          const [first] = pages;
          if (first === undefined) return null;
          const alone = group === null || pages.length === 1;
          const current = pages.some(({ name }) => name === here);
          return (
            <li>
              <a
                href={inside(context, at(first.path))}
                aria-current={current ? (alone ? 'page' : 'true') : undefined}
              >
                {alone ? t(`console.page.${first.name}`) : t(`console.group.${group}`)}
              </a>
            </li>
          );
        })}
      </ul>
      {open === undefined || open.group === null || open.pages.length === 1 ? null : (
        <ul class="pages" aria-label={t(`console.group.${open.group}`)}>
          {open.pages.map(({ name, path }) => (
            <NavLink visit={visit} path={at(path)} name={t(`console.page.${name}`)} here={here === name} />
          ))}
        </ul>
      )}
    </nav>
  );
}

/** `published`: there is something to see only once the campaign is public. */
const campaignPages = [
  {
    group: null,
    pages: [{ name: 'overview', path: '', action: 'campaign.read', published: false }],
  },
  {
    group: 'prepare',
    pages: [
      { name: 'edit', path: '/edit', action: 'campaign.edit', published: false },
      { name: 'promises', path: '/promises', action: 'pledge.read_draft', published: false },
      { name: 'charter', path: '/charter', action: 'campaign.read', published: false },
      { name: 'gate', path: '/gate', action: 'campaign.read', published: false },
    ],
  },
  {
    group: 'follow',
    pages: [
      { name: 'dashboard', path: '/dashboard', action: 'dashboard.read', published: true },
      { name: 'relays', path: '/relays', action: 'dashboard.read', published: true },
      { name: 'siteList', path: '/site-list', action: 'dashboard.read', published: true },
      { name: 'feeds', path: '/feeds', action: 'sites.edit', published: true },
    ],
  },
  {
    group: 'decide',
    pages: [
      { name: 'moderation', path: '/moderation', action: 'relay.moderate', published: true },
      { name: 'appeals', path: '/appeals', action: 'appeal.decide', published: true },
      { name: 'comments', path: '/comments', action: 'comment.moderate', published: true },
      { name: 'sites', path: '/sites', action: 'sites.edit', published: true },
    ],
  },
  {
    group: 'talk',
    pages: [
      { name: 'dialogue', path: '/dialogue', action: 'campaign.read', published: true },
      { name: 'journal', path: '/journal', action: 'journal.edit', published: true },
      { name: 'meetings', path: '/meetings', action: 'meeting.hold', published: true },
    ],
  },
  {
    group: 'give',
    pages: [
      { name: 'settlement', path: '/settlement', action: 'statement.read', published: true },
      { name: 'shifts', path: '/shifts', action: 'shift.coordinate', published: true },
      { name: 'hours', path: '/hours', action: 'hours.read', published: true },
    ],
  },
  {
    group: 'connect',
    pages: [
      { name: 'tickets', path: '/tickets', action: 'purchase.upload', published: true },
      { name: 'keys', path: '/keys', action: 'key.manage', published: true },
      { name: 'webhooks', path: '/webhooks', action: 'webhook.manage', published: true },
    ],
  },
] as const;
type CampaignPage = (typeof campaignPages)[number]['pages'][number];
type GroupName = Exclude<(typeof campaignPages)[number]['group'], null>;
