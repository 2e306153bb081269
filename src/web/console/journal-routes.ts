import { type Entry, type EntryText, image_bytes_max } from '../../dialogue/mod.ts';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { languageOr } from '../../kernel/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { type EntryDesk, renderEntryDesk, renderJournalDesk, type TypedEntry } from './journal.tsx';

const title_max = 160;
const body_max = 100_000;
const alt_max = 300;

/** Where the campaign's own entries are written, edited in the open, and given images. */
export function journalDesk(services: Services, desk: Console): void {
  const { journal } = services.console;
  const typedOf = (entry: Entry): TypedEntry => ({ ...entry, open: entry.commentsOpen, note: '' });
  const show = async (
    visit: CampaignVisit,
    given: Pick<EntryDesk, 'entry' | 'typed'> & Partial<EntryDesk>,
    status: 200 | 400 | 409 = 200,
  ) => {
    const images = given.entry === null ? [] : await journal.images(visit.entry.slug);
    return visit.page(renderEntryDesk({ errors: [], images, ...given }, visit), status);
  };

  desk.campaignGet('/journal', 'journal.edit', async (_, visit) =>
    visit.entry.published
      ? visit.page(renderJournalDesk({ entries: await journal.entries(visit.entry.slug) }, visit))
      : visit.notFound(),
  );
  desk.campaignGet('/journal/new', 'journal.edit', (_, visit) => {
    if (!visit.entry.published) return visit.notFound();
    const typed = {
      title: '',
      author: visit.person.name,
      language: visit.context.language,
      body: '',
      open: true,
      note: '',
    };
    return show(visit, { entry: null, typed });
  });
  desk.campaignPost('/journal/new', 'journal.edit', async (_, visit, form) => {
    const { text, typed, errors } = readEntry(form, visit);
    if (errors.length > 0) return show(visit, { entry: null, typed, errors }, 400);
    const slug = await journal.create(visit.person, visit.entry.slug, text);
    return slug === null
      ? visit.notFound()
      : visit.to(`/console/c/${visit.entry.slug}/journal/entry/${slug}`, 'created');
  });

  desk.campaignGet('/journal/entry/:entry', 'journal.edit', async (c, visit) => {
    const entry = await journal.entry(visit.entry.slug, c.req.param('entry') ?? '');
    return entry === null ? visit.notFound() : show(visit, { entry, typed: typedOf(entry) });
  });
  desk.campaignPost('/journal/entry/:entry', 'journal.edit', async (c, visit, form) => {
    const { t } = words(visit.context);
    const slug = c.req.param('entry') ?? '';
    const entry = await journal.entry(visit.entry.slug, slug);
    if (entry === null) return visit.notFound();
    const { text, typed, errors } = readEntry(form, visit);
    if (errors.length > 0) return show(visit, { entry, typed, errors }, 400);
    const publish = form.text('do') === 'publish';
    const outcome = await journal.save(visit.person, visit.entry.slug, slug, {
      text,
      version: Number(form.text('version')),
      note: typed.note,
      publish,
    });
    switch (outcome) {
      case 'saved':
        return visit.to(
          `/console/c/${visit.entry.slug}/journal/entry/${slug}`,
          publish ? 'published' : 'saved',
        );
      case 'unknown':
        return visit.notFound();
      case 'note_missing':
        return show(
          visit,
          { entry, typed, errors: [{ name: 'note', sentence: t('jdesk.noteMissing') }] },
          400,
        );
      case 'changed_meanwhile':
        return show(visit, { entry, typed, errors: [{ name: 'body', sentence: t('jdesk.changed') }] }, 409);
    }
  });

  desk.campaignUpload(
    '/journal/entry/:entry/images',
    'journal.edit',
    image_bytes_max,
    async (c, visit, upload) => {
      const { t } = words(visit.context);
      const slug = c.req.param('entry') ?? '';
      const entry = await journal.entry(visit.entry.slug, slug);
      if (entry === null) return visit.notFound();
      const wrong = (name: string, sentence: string) =>
        show(visit, { entry, typed: typedOf(entry), errors: [{ name, sentence }] }, 400);
      if (upload === null) return wrong('file', t('jdesk.notImage'));
      const alt = cleanLine(upload.fields.get('alt') ?? '', alt_max);
      if (alt === '') return wrong('alt', t('jdesk.altMissing'));
      const outcome = await journal.addImage(visit.person, visit.entry.slug, { bytes: upload.file, alt });
      if (outcome === null) return visit.notFound();
      if (outcome.kind !== 'added')
        return wrong('file', t(outcome.kind === 'too_many' ? 'jdesk.tooMany' : 'jdesk.notImage'));
      return visit.to(`/console/c/${visit.entry.slug}/journal/entry/${slug}#images`, 'saved');
    },
  );
}

function readEntry(
  form: Form,
  visit: CampaignVisit,
): { readonly text: EntryText; readonly typed: TypedEntry; readonly errors: readonly FieldError[] } {
  const { t } = words(visit.context);
  const typed: TypedEntry = {
    title: cleanLine(form.text('title'), title_max),
    author: cleanLine(form.text('author'), 80),
    language: languageOr(form.text('language')),
    body: cleanText(form.text('body'), body_max),
    open: form.text('open') === 'true',
    note: cleanLine(form.text('note'), 300),
  };
  const errors: FieldError[] = [];
  if (typed.title === '') errors.push({ name: 'title', sentence: t('jdesk.titleMissing') });
  if (typed.author === '') errors.push({ name: 'author', sentence: t('jdesk.authorMissing') });
  if (typed.body === '') errors.push({ name: 'body', sentence: t('jdesk.bodyMissing') });
  const { title, author, body } = typed;
  return {
    typed,
    errors,
    text: { title, author, body, language: languageOr(typed.language), commentsOpen: typed.open },
  };
}
