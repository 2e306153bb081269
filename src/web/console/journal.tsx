import type { Entry, Image } from '../../dialogue/mod.ts';
import { EntryBody } from '../pages/journal.tsx';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError, languageChoices } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

export type TypedEntry = {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly body: string;
  readonly open: boolean;
  readonly note: string;
};

/** The campaign's entries, and how to begin one. */
export function renderJournalDesk(
  given: { readonly entries: readonly Entry[] },
  visit: CampaignVisit,
): string {
  const tr = words(visit.context);
  const { t } = tr;
  const here = `/console/c/${visit.entry.slug}/journal`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'journal',
    title: t('jdesk.title'),
    children: (
      <>
        <p class="summary">{t('jdesk.lead')}</p>
        <p>
          <a class="button" href={inside(visit.context, `${here}/new`)}>
            {t('jdesk.new')}
          </a>
        </p>
        {given.entries.length === 0 ? <p>{t('jdesk.none')}</p> : null}
        <ul>
          {given.entries.map((entry) => (
            <li>
              <a href={inside(visit.context, `${here}/entry/${entry.slug}`)}>{entry.title}</a>{' '}
              <span class="small">
                {entry.publishedAt === null
                  ? t('jdesk.draft')
                  : t('jdesk.publishedOn', { date: tr.date(entry.publishedAt) })}
              </span>
            </li>
          ))}
        </ul>
      </>
    ),
  });
}

export type EntryDesk = {
  /** Null: a new one. */
  readonly entry: Entry | null;
  readonly typed: TypedEntry;
  readonly errors: readonly FieldError[];
  readonly images: readonly Image[];
};

/** One entry as it is written. */
export function renderEntryDesk({ entry, typed, errors, images }: EntryDesk, visit: CampaignVisit): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const base = `/console/c/${visit.entry.slug}/journal`;
  const here = entry === null ? `${base}/new` : `${base}/entry/${entry.slug}`;
  const common = { context, errors };
  const published = entry !== null && entry.publishedAt !== null;
  return consolePage({
    visit,
    campaign: visit,
    here: 'journal',
    title: entry === null ? t('jdesk.new') : entry.title,
    script: <link rel="stylesheet" href={context.asset('journal.css')} />,
    children: (
      <>
        <p class="back">
          <a href={inside(context, base)}>← {t('jdesk.title')}</a>
          {published ? (
            <>
              {' · '}
              <a href={inside(context, `/c/${visit.entry.slug}/journal/${entry.slug}`)}>
                {t('console.page.public')}
              </a>
            </>
          ) : null}
        </p>
        <ErrorSummary context={context} errors={errors} />
        <form method="post" action={inside(context, here)}>
          <input type="hidden" name="version" value={String(entry?.version ?? 0)} />
          <Field {...common} name="title" label={t('jdesk.entryTitle')} value={typed.title} required />
          <Field {...common} name="author" label={t('jdesk.author')} value={typed.author} required />
          <Field
            {...common}
            name="language"
            kind="choice"
            label={t('jdesk.language')}
            value={typed.language}
            options={languageChoices}
          />
          <Field
            {...common}
            name="body"
            kind="area"
            rows={16}
            label={t('jdesk.body')}
            hint={t('jdesk.bodyHint')}
            value={typed.body}
            required
          />
          <Field
            {...common}
            name="open"
            kind="flag"
            label={t('jdesk.open')}
            value={typed.open ? 'true' : ''}
          />
          {published ? (
            <Field
              {...common}
              name="note"
              label={t('jdesk.note')}
              hint={t('jdesk.noteHint')}
              value={typed.note}
            />
          ) : null}
          <div class="actions">
            <button type="submit" name="do" value="save">
              {entry === null ? t('jdesk.create') : t('jdesk.save')}
            </button>
            {entry === null || published ? null : (
              <button type="submit" name="do" value="publish">
                {t('jdesk.publish')}
              </button>
            )}
          </div>
        </form>
        {entry === null ? null : (
          <>
            <ImagesDesk images={images} errors={errors} here={here} visit={visit} />
            <section class="journal">
              <h2>{t('jdesk.preview')}</h2>
              <EntryBody body={typed.body} />
            </section>
          </>
        )}
      </>
    ),
  });
}

function ImagesDesk(props: {
  images: readonly Image[];
  errors: readonly FieldError[];
  here: string;
  visit: CampaignVisit;
}) {
  const { images, errors, here, visit } = props;
  const { context } = visit;
  const { t } = words(context);
  return (
    <section id="images">
      <h2>{t('jdesk.images')}</h2>
      <p class="small">{t('jdesk.imagesHint')}</p>
      <form method="post" action={inside(context, `${here}/images`)} enctype="multipart/form-data">
        <div class="field">
          <label for="f-file">
            {t('jdesk.file')} <span class="needed">({t('form.required')})</span>
          </label>
          <input
            id="f-file"
            type="file"
            name="file"
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
          />
          {errors
            .filter((error) => error.name === 'file')
            .map((error) => (
              <p class="field-error">{error.sentence}</p>
            ))}
        </div>
        <Field
          context={context}
          name="alt"
          label={t('jdesk.alt')}
          hint={t('jdesk.altHint')}
          errors={errors}
          required
        />
        <button type="submit" class="quiet">
          {t('jdesk.upload')}
        </button>
      </form>
      <ul class="images">
        {images.map((image) => {
          const address = `/c/${visit.entry.slug}/journal/images/${image.id}.webp`;
          return (
            <li>
              <img
                src={address}
                alt={image.alt}
                width={String(image.width)}
                height={String(image.height)}
                loading="lazy"
              />
              <p class="small">{t('jdesk.paste')}</p>
              <code>{`![${image.alt.replace(/[[\]\\]/g, '')}](${address})`}</code>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
