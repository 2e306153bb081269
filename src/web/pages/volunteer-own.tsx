import type { CampaignView } from '../../campaign/mod.ts';
import { takesSignUps } from '../../domain/mod.ts';
import type { OwnSignUp, ShiftView } from '../../evidence/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { CompanyField, RoleField, ShiftFacts } from './volunteer.tsx';
import { hoursText } from './volunteer-words.ts';

export type OwnShiftPage = {
  readonly view: CampaignView;
  readonly shift: ShiftView;
  readonly own: OwnSignUp;
  readonly token: string;
  readonly saved: boolean;
  readonly errors: readonly FieldError[];
};

/** A sign-up as the person who made it sees it: what it is, and a button for each thing one can do with it. */
export function renderOwnShift(given: OwnShiftPage, context: PageContext): string {
  const { view, shift, own, token, errors } = given;
  const tr = words(context);
  const { t } = tr;
  const here = `/volunteer/${token}`;
  const open = takesSignUps(shift, context.now);
  const stands = own.state !== 'ended';
  return page({
    context,
    title: `${t('ownShift.title')} · Relais`,
    hidden: true,
    aside: view.charity.name,
    head: <link rel="stylesheet" href={context.asset('shifts.css')} />,
    children: (
      <div class="wide sheet shifts">
        <p class="shift-kind">{t('ownShift.title')}</p>
        <h1>{shift.title}</h1>
        <div class="notice" role="status">
          {given.saved ? <p>{t('ownShift.saved')}</p> : null}
          <p>{standing(given, context)}</p>
        </div>
        <ErrorSummary context={context} errors={errors} />
        {open && stands ? <Answers own={own} here={here} context={context} /> : null}
        {own.arrivedAt !== null && shift.settledAt !== null ? (
          <p>
            <a class="button" href={inside(context, `${here}/certificate.pdf`)}>
              {t('ownShift.certificate')}
            </a>
          </p>
        ) : null}
        <ShiftFacts view={view} shift={shift} context={context} contact />
        {stands && shift.settledAt === null ? (
          <section class="shift-code" aria-labelledby="code">
            <h2 id="code">{t('ownShift.code')}</h2>
            <p>{t('ownShift.codeText')}</p>
            <img src={`${here}/code.svg`} alt={t('ownShift.codeAlt')} width="220" height="220" />
            <p class="shift-code-text">{own.code.replace(/(.{4})(?=.)/g, '$1 ')}</p>
          </section>
        ) : null}
        <p>
          <a class="button quiet" href={inside(context, `${here}/calendar.ics`)}>
            {t('ownShift.calendar')}
          </a>
        </p>
        {open && stands ? <Change {...given} here={here} context={context} /> : null}
        <section>
          <h2>{t('ownShift.erase')}</h2>
          <p>{t('ownShift.eraseText')}</p>
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

function standing({ own, shift, view }: OwnShiftPage, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const due = own.dueAt === null ? null : tr.inZone(own.dueAt, view.timeZone);
  if (own.minutes !== null && shift.settledAt !== null)
    return t('ownShift.present', { hours: hoursText(tr, own.minutes) });
  switch (own.state) {
    case 'confirmed':
      if (own.mailConfirmed || context.now >= shift.startsAt) return t('ownShift.confirmed');
      return due === null ? t('ownShift.confirmSoon') : t('ownShift.confirm', { due });
    case 'waiting':
      return t('ownShift.waiting', { ahead: own.ahead });
    case 'offered':
      return t('ownShift.offered', { due: due ?? '–' });
    case 'ended':
      return t(`ownShift.ended.${own.reason ?? 'cancelled'}`);
  }
}

type Act = { readonly act: string; readonly label: string; readonly quiet: boolean };

function Answers({ own, here, context }: { own: OwnSignUp; here: string; context: PageContext }) {
  const { t } = words(context);
  const acts: readonly Act[] = [
    ...(own.state === 'offered'
      ? [
          { act: 'accept', label: t('ownShift.accept'), quiet: false },
          { act: 'decline', label: t('ownShift.decline'), quiet: true },
        ]
      : []),
    ...(own.state !== 'offered' && !own.mailConfirmed
      ? [
          {
            act: 'confirm_mail',
            label: t(own.state === 'waiting' ? 'ownShift.waitingConfirm' : 'ownShift.confirmButton'),
            quiet: false,
          },
        ]
      : []),
    ...(own.state === 'offered' ? [] : [{ act: 'cancel', label: t('ownShift.cancel'), quiet: true }]),
  ];
  return (
    <form method="post" action={inside(context, here)} class="shift-answers">
      {acts.map(({ act, label, quiet }) => (
        <button type="submit" name="act" value={act} class={quiet ? 'button quiet' : 'button'}>
          {label}
        </button>
      ))}
    </form>
  );
}

function Change(props: OwnShiftPage & { here: string; context: PageContext }) {
  const { view, shift, own, errors, here, context } = props;
  const { t } = words(context);
  return (
    <section>
      <h2>{t('ownShift.change')}</h2>
      <form method="post" action={inside(context, here)} novalidate>
        <Field
          context={context}
          name="name"
          label={t('volunteer.name')}
          value={own.name}
          errors={errors}
          autocomplete="name"
          required
        />
        <CompanyField view={view} value={own.company ?? ''} context={context} />
        <RoleField shift={shift} value={String(own.role)} context={context} />
        {shift.roles.length > 1 ? <p class="small">{t('ownShift.changeRole')}</p> : null}
        <button type="submit" name="act" value="change" class="button quiet">
          {t('ownShift.save')}
        </button>
      </form>
    </section>
  );
}
