import type { CampaignView } from '../../campaign/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { whenText } from '../pages/volunteer-words.ts';
import { inside, words } from '../parts/page.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';
import { ShiftStyles } from './shifts.tsx';

/** What the device's script says; it writes no words of its own. */
const spoken = [
  ...(['shifts.checkIn', 'shifts.undo', 'shifts.erasedName', 'shifts.state.waiting'] as const),
  ...([
    'shifts.state.offered',
    'shifts.state.no_show',
    'shifts.state.ended',
    'shifts.state.confirmed',
  ] as const),
  ...(['door.online', 'door.sending', 'door.offline', 'door.pending', 'door.signIn', 'door.ready'] as const),
  ...(['door.unknown', 'door.kept', 'door.done', 'door.already', 'door.scan', 'door.stop'] as const),
  ...(['door.camera', 'door.forgotten', 'door.unsent'] as const),
] satisfies readonly MessageKey[];

/**
 * The page of a device at the door. It is kept by the device and opens without a network; the list of people is not in
 * it but fetched by its script, so that deleting the list leaves nothing behind.
 */
export function renderDoor(view: CampaignView, shift: ShiftView, visit: CampaignVisit): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const list = `/console/c/${visit.entry.slug}/shifts/${shift.id}`;
  const settings = {
    shift: shift.id,
    sync: `${list}/door`,
    worker: '/console/door-worker.js',
    endsAt: shift.endsAt,
    timeZone: view.timeZone,
    language: context.language,
    words: Object.fromEntries(spoken.map((key) => [key, t(key)])),
  };
  return consolePage({
    visit,
    campaign: visit,
    here: 'shifts',
    title: t('door.title'),
    script: (
      <>
        <ShiftStyles visit={visit} />
        <script type="module" src={context.asset('door.js')}></script>
      </>
    ),
    children: (
      <div class="door" data-door={JSON.stringify(settings)}>
        <p>
          <a href={inside(context, list)}>← {shift.title}</a>{' '}
          <span class="small">{whenText(tr, shift, view.timeZone)}</span>
        </p>
        <noscript>
          <p class="notice">{t('door.script')}</p>
        </noscript>
        <dl class="door-counts" hidden>
          {(['expected', 'here', 'missing', 'waiting'] as const).map((name) => (
            <div>
              <dt>{t(`shifts.${name}`)}</dt>
              <dd data-count={name}>–</dd>
            </div>
          ))}
        </dl>
        <p class="door-line" role="status" data-line>
          {t('door.loading')}
        </p>
        <p class="door-said" role="alert" data-said></p>
        <form class="door-search" data-search>
          <label for="who">{t('door.search')}</label>
          <input id="who" name="who" autocomplete="off" autocapitalize="off" enterkeyhint="go" />
          <button type="button" class="button quiet" data-scan hidden>
            {t('door.scan')}
          </button>
        </form>
        <video data-video hidden muted playsinline></video>
        <ul class="door-list" data-list></ul>
        <p class="small" data-ready hidden>
          {t('door.ready')}
        </p>
        <button type="button" class="button quiet" data-forget>
          {t('door.forget')}
        </button>
      </div>
    ),
  });
}
