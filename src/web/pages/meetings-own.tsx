import type { CampaignView } from '../../campaign/mod.ts';
import type { GuestAct, MeetingView, OwnGuest } from '../../dialogue/mod.ts';
import { takesSignUps } from '../../domain/mod.ts';
import { ErrorSummary, type FieldError } from '../console/fields.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { GuestFields, MeetingFacts, type TypedGuest } from './meetings.tsx';

export type OwnGuestPage = {
  readonly view: CampaignView;
  readonly meeting: MeetingView;
  readonly own: OwnGuest;
  readonly token: string;
  readonly saved: boolean;
  readonly errors: readonly FieldError[];
  /** What was typed and not taken; null: what is kept. */
  readonly typed: Omit<TypedGuest, 'email'> | null;
};

/** A place as its guest sees it: what it is, and a button for each thing one can do with it. */
export function renderOwnGuest(given: OwnGuestPage, context: PageContext): string {
  const { view, meeting, own, token, errors } = given;
  const { t } = words(context);
  const here = `/meetings/${token}`;
  const open = takesSignUps(meeting, context.now);
  const placed = own.state === 'confirmed' && own.mailConfirmed;
  return page({
    context,
    title: `${t('guest.title')} · Relais`,
    hidden: true,
    aside: view.charity.name,
    head: <link rel="stylesheet" href={context.asset('shifts.css')} />,
    children: (
      <div class="wide sheet shifts">
        <p class="shift-kind">{t('guest.title')}</p>
        <h1 lang={meeting.language}>{meeting.title}</h1>
        <div class="notice" role="status">
          {given.saved ? <p>{t('ownShift.saved')}</p> : null}
          <p>{standing(given, context)}</p>
        </div>
        <ErrorSummary context={context} errors={errors} />
        {open && own.state !== 'ended' ? <Answers {...given} here={here} context={context} /> : null}
        <MeetingFacts
          view={view}
          meeting={meeting}
          context={context}
          joinLink={placed ? meeting.joinLink : null}
        />
        <p class="shift-answers">
          <a class="button quiet" href={inside(context, `/c/${view.slug}/meetings/${meeting.id}`)}>
            {t('guest.page')}
          </a>
          {own.state === 'confirmed' ? (
            <a class="button quiet" href={inside(context, `${here}/calendar.ics`)}>
              {t('ownShift.calendar')}
            </a>
          ) : null}
        </p>
        {own.state === 'ended' || own.state === 'invited' ? null : (
          <section aria-labelledby="you">
            <h2 id="you">{t('guest.you')}</h2>
            <form method="post" action={inside(context, here)} novalidate>
              <GuestFields typed={typedOf(given)} errors={errors} context={context} />
              <button type="submit" name="act" value="change" class="button quiet">
                {t('ownShift.save')}
              </button>
            </form>
          </section>
        )}
        <section aria-labelledby="erase">
          <h2 id="erase">{t('ownShift.erase')}</h2>
          <p>{t('guest.eraseText')}</p>
          <form method="post" action={inside(context, `${here}/erase`)}>
            <button type="submit" class="button quiet">
              {t('ownShift.eraseButton')}
            </button>
          </form>
        </section>
      </div>
    ),
  });
}

function standing({ own, meeting, view }: OwnGuestPage, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const due = own.dueAt === null ? null : tr.inZone(own.dueAt, view.timeZone);
  if (own.came) return t('guest.came');
  if (meeting.endsAt < context.now && own.state !== 'ended') return t('guest.over');
  switch (own.state) {
    case 'invited':
      return t('guest.invited');
    case 'confirmed':
      if (own.mailConfirmed) return t('guest.confirmed');
      return due === null ? t('ownShift.confirmSoon') : t('ownShift.confirm', { due });
    case 'waiting':
      return t('ownShift.waiting', { ahead: own.ahead });
    case 'offered':
      return t('ownShift.offered', { due: due ?? '–' });
    case 'ended':
      return own.reason === 'declined' || own.reason === 'called_off'
        ? t(`guest.ended.${own.reason}`)
        : t(`ownShift.ended.${own.reason ?? 'cancelled'}`);
  }
}

const typedOf = ({ own, typed }: OwnGuestPage) => typed ?? { ...own, site: own.site ?? '' };

function Answers(props: OwnGuestPage & { here: string; context: PageContext }) {
  const { own, here, errors, context } = props;
  const { t } = words(context);
  const asked = own.state === 'offered' || own.state === 'invited';
  const acts: readonly { readonly act: GuestAct; readonly label: string; readonly quiet: boolean }[] = asked
    ? [
        { act: 'accept', label: t('guest.accept'), quiet: false },
        { act: 'decline', label: t('guest.decline'), quiet: true },
      ]
    : [
        ...(own.mailConfirmed
          ? []
          : [
              {
                act: 'confirm_mail' as const,
                label: t(own.state === 'waiting' ? 'ownShift.waitingConfirm' : 'ownShift.confirmButton'),
                quiet: false,
              },
            ]),
        { act: 'cancel', label: t('ownShift.cancel'), quiet: true },
      ];
  return (
    <form method="post" action={inside(context, here)} novalidate>
      {own.state === 'invited' ? (
        <GuestFields typed={typedOf(props)} errors={errors} context={context} />
      ) : null}
      <div class="shift-answers">
        {acts.map(({ act, label, quiet }) => (
          <button type="submit" name="act" value={act} class={quiet ? 'button quiet' : 'button'}>
            {label}
          </button>
        ))}
      </div>
    </form>
  );
}
