import { cleanLine } from '../../domain/mod.ts';
import type { ShiftSaved } from '../../evidence/mod.ts';
import { companiesOf } from '../pages/volunteer-words.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { doorPages } from './door-routes.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { hoursCsv, renderHours } from './hours.tsx';
import { csvHeaders } from './lists-csv.ts';
import { renderShiftList } from './shift-list.tsx';
import { shiftOf, type ThereShift } from './shift-there.ts';
import { renderShiftForm, renderShifts, type ShiftFormPage } from './shifts.tsx';
import { emptyShift, readShiftForm, typedShift } from './shifts-form.ts';

/** Planning shifts, coordinating them, and what companies gave. */
export function shiftPages(services: Services, desk: Console, assets: Parameters<typeof doorPages>[2]): void {
  const { shifts } = services.console;
  const base = (visit: CampaignVisit) => `/console/c/${visit.entry.slug}/shifts`;

  desk.campaignGet('/shifts', 'shift.coordinate', async (_, visit) => {
    const view = await services.campaign(visit.entry.slug);
    const all = await shifts.shifts(visit.entry.slug);
    return view === null || all === null
      ? visit.notFound()
      : visit.page(renderShifts(all, view.timeZone, visit));
  });

  const form = (visit: CampaignVisit, given: ShiftFormPage, status: 200 | 400 | 409 = 200) =>
    visit.page(renderShiftForm(given, visit), status);
  desk.campaignGet('/shifts/new', 'shift.manage', async (_, visit) => {
    const view = await services.campaign(visit.entry.slug);
    if (view === null) return visit.notFound();
    return form(visit, { shift: null, typed: emptyShift, errors: [], timeZone: view.timeZone });
  });
  desk.campaignPost('/shifts/new', 'shift.manage', async (_, visit, sent) => {
    const view = await services.campaign(visit.entry.slug);
    if (view === null) return visit.notFound();
    const { timeZone } = view;
    const { typed, errors, text } = readShiftForm(sent, timeZone, words(visit.context).t);
    if (text === null) return form(visit, { shift: null, typed, errors, timeZone }, 400);
    const id = await shifts.create(visit.person, visit.entry.slug, text);
    return id === null ? visit.notFound() : visit.to(`${base(visit)}/${id}`, 'created');
  });
  desk.campaignGet('/shifts/:shift/edit', 'shift.manage', async (c, visit) => {
    const there = await shiftOf(services, c, visit);
    if (there === null) return visit.notFound();
    const { timeZone } = there.view;
    return form(visit, {
      shift: there.shift,
      typed: typedShift(there.shift, timeZone),
      errors: [],
      timeZone,
    });
  });
  const saved = (
    visit: CampaignVisit,
    outcome: ShiftSaved,
    id: string,
    again: (sentence: string) => Response,
  ) => {
    const { t } = words(visit.context);
    switch (outcome) {
      case 'saved':
        return visit.to(`${base(visit)}/${id}`, 'saved');
      case 'unknown':
        return visit.notFound();
      case 'role_in_use':
        return again(t('shifts.roleInUse'));
      case 'over':
        return again(t('shifts.over'));
    }
  };
  desk.campaignPost('/shifts/:shift/edit', 'shift.manage', async (c, visit, sent) => {
    const there = await shiftOf(services, c, visit);
    if (there === null) return visit.notFound();
    const { shift } = there;
    const { timeZone } = there.view;
    const { typed, errors, text } = readShiftForm(sent, timeZone, words(visit.context).t);
    if (text === null) return form(visit, { shift, typed, errors, timeZone }, 400);
    const outcome = await shifts.save(visit.person, visit.entry.slug, shift.id, text);
    return saved(visit, outcome, shift.id, (sentence) =>
      form(visit, { shift, typed, errors: [{ name: 'capacity-0', sentence }], timeZone }, 409),
    );
  });
  desk.campaignPost('/shifts/:shift/call-off', 'shift.manage', async (c, visit) => {
    const there = await shiftOf(services, c, visit);
    if (there === null) return visit.notFound();
    const { shift } = there;
    const { timeZone } = there.view;
    const outcome = await shifts.callOff(visit.person, visit.entry.slug, shift.id);
    const errors = (sentence: string) => [{ name: 'title', sentence }];
    return saved(visit, outcome, shift.id, (sentence) =>
      form(visit, { shift, typed: typedShift(shift, timeZone), errors: errors(sentence), timeZone }, 409),
    );
  });

  const show = async (
    visit: CampaignVisit,
    there: ThereShift,
    errors: readonly FieldError[] = [],
    status: 200 | 400 | 409 = 200,
  ) => {
    const coordinates = await shifts.coordinates(visit.person, there.shift.id);
    const people = coordinates ? await shifts.door(there.shift.id) : null;
    return visit.page(renderShiftList({ ...there, people, errors }, visit), status);
  };
  desk.campaignGet('/shifts/:shift', 'shift.coordinate', async (c, visit) => {
    const there = await shiftOf(services, c, visit);
    return there === null ? visit.notFound() : show(visit, there);
  });
  desk.campaignPost('/shifts/:shift/coordinate', 'shift.coordinate', async (c, visit) => {
    const id = c.req.param('shift') ?? '';
    const done = await shifts.become(visit.person, visit.entry.slug, id);
    return done ? visit.to(`${base(visit)}/${id}`, 'saved') : visit.notFound();
  });

  /** What only a shift's own coordinators do. */
  const coordinated = (
    path: string,
    work: (visit: CampaignVisit, there: ThereShift, sent: Form) => Response | Promise<Response>,
  ) =>
    desk.campaignPost(`/shifts/:shift/${path}`, 'shift.coordinate', async (c, visit, sent) => {
      const there = await shiftOf(services, c, visit);
      if (there === null) return visit.notFound();
      return (await shifts.coordinates(visit.person, there.shift.id))
        ? work(visit, there, sent)
        : visit.forbidden();
    });
  const back = (visit: CampaignVisit, { shift }: ThereShift, person = '') =>
    visit.to(`${base(visit)}/${shift.id}${person === '' ? '' : `#${person}`}`, 'saved');
  const companyIn = ({ view }: ThereShift, text: string) =>
    companiesOf(view).find((one) => one.slug === text)?.slug ?? null;

  coordinated('notes', async (visit, there, sent) => {
    const person = sent.text('person');
    const kind = sent.text('kind') === 'undo' ? 'undo' : 'in';
    if (there.shift.state === 'called_off')
      return show(visit, there, [{ name: 'name', sentence: words(visit.context).t('shifts.over') }], 409);
    const known = await shifts.noteHere(visit.entry.slug, there.shift.id, person, kind);
    return known ? back(visit, there, person) : visit.notFound();
  });
  coordinated('hours', async (visit, there, sent) => {
    const { t } = words(visit.context);
    const person = sent.text('person');
    const name = `minutes-${person}`;
    const typed = sent.text(name);
    if (typed !== '' && !(/^\d{1,4}$/.test(typed) && Number(typed) <= 1440))
      return show(visit, there, [{ name, sentence: t('shifts.minutesWrong') }], 400);
    const to = {
      minutes: typed === '' ? null : Number(typed),
      company: companyIn(there, sent.text(`company-${person}`)),
    };
    const done = await shifts.correct(visit.person, visit.entry.slug, there.shift.id, person, to);
    return done
      ? back(visit, there, person)
      : show(visit, there, [{ name: 'name', sentence: t('shifts.notThere') }], 409);
  });
  coordinated('walk-in', async (visit, there, sent) => {
    const { t } = words(visit.context);
    const name = cleanLine(sent.text('name'), 80);
    if (name === '') return show(visit, there, [{ name: 'name', sentence: t('volunteer.nameMissing') }], 400);
    const role = Number(/^\d{1,2}$/.exec(sent.text('role'))?.[0] ?? 0);
    const who = { name, role, company: companyIn(there, sent.text('company')) };
    const done = await shifts.walkIn(visit.entry.slug, there.shift.id, who);
    return done
      ? back(visit, there)
      : show(visit, there, [{ name: 'name', sentence: t('shifts.over') }], 409);
  });
  coordinated('release', async (visit, there) => {
    const done = await shifts.release(visit.entry.slug, there.shift.id);
    const sentence = words(visit.context).t('shifts.notBegun');
    return done === null ? show(visit, there, [{ name: 'name', sentence }], 409) : back(visit, there);
  });

  /** Sums that the visitor may read: a partner its own. */
  const hoursFor = async (visit: CampaignVisit) => {
    const view = await services.campaign(visit.entry.slug);
    const rows = await shifts.hours(visit.entry.slug);
    if (view === null || rows === null) return null;
    return { view, rows: rows.filter((row) => visit.mayHere('hours.read', row.company)) };
  };
  desk.campaignGet('/hours', 'hours.read', async (_, visit) => {
    const there = await hoursFor(visit);
    return there === null ? visit.notFound() : visit.page(renderHours(there.view, there.rows, visit));
  });
  desk.campaignGet('/hours.csv', 'hours.read', async (c, visit) => {
    const there = await hoursFor(visit);
    if (there === null) return visit.notFound();
    return c.body(hoursCsv(there.rows), 200, csvHeaders(`${visit.entry.slug}-hours`));
  });

  doorPages(services, desk, assets);
}
