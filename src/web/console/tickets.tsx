import type { UploadView } from '../../credit/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

type TicketsPage = {
  readonly uploads: readonly UploadView[];
  /** For whom the visitor may hand in files. */
  readonly retailers: readonly string[];
  readonly errors: readonly FieldError[];
};

/** Files of a retailer's baskets: hand one in, see what came of the last ones. */
export function renderTickets({ uploads, retailers, errors }: TicketsPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const here = inside(context, `/console/c/${visit.entry.slug}/tickets`);
  return consolePage({
    visit,
    campaign: visit,
    here: 'tickets',
    title: t('console.page.tickets'),
    children: (
      <>
        <p class="summary">{t('tickets.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        {retailers.length === 0 ? (
          <p>{t('keys.noRetailer')}</p>
        ) : (
          <section>
            <h2>{t('tickets.give')}</h2>
            <form method="post" action={here} enctype="multipart/form-data">
              <Field
                context={context}
                name="retailer"
                kind="choice"
                label={t('tickets.retailer')}
                value={retailers[0] ?? ''}
                options={retailers.map((one) => ({ value: one, label: one }))}
                errors={errors}
              />
              <div class="field">
                <label for="file">{t('tickets.file')}</label>
                <p class="small" id="file-hint">
                  {t('tickets.fileHint')}
                </p>
                <input
                  id="file"
                  name="file"
                  type="file"
                  accept=".csv,.json,.ndjson,.jsonl,.gz"
                  aria-describedby="file-hint"
                  required
                />
              </div>
              <button type="submit" class="button">
                {t('tickets.send')}
              </button>
            </form>
          </section>
        )}
        <section>
          <h2>{t('tickets.list')}</h2>
          {uploads.length === 0 ? <p>{t('tickets.none')}</p> : null}
          {uploads.some((one) => one.state === 'waiting') ? (
            <p>
              <a href={here}>{t('tickets.refresh')}</a>
            </p>
          ) : null}
          {uploads.map((upload) => (
            <Upload upload={upload} visit={visit} />
          ))}
        </section>
      </>
    ),
  });
}

function Upload({ upload, visit }: { upload: UploadView; visit: CampaignVisit }) {
  const tr = words(visit.context);
  const { t } = tr;
  const percent = new Intl.NumberFormat(tr.language, { style: 'percent' });
  const { outcome } = upload;
  const read = percent.format(upload.bytes === 0 ? 1 : upload.readBytes / upload.bytes);
  return (
    <section class="endpoint">
      <h3>
        {upload.name} ({upload.retailer})
      </h3>
      <p>
        <strong>{t(`tickets.${upload.state}`, { percent: read })}</strong>{' '}
        <span class="small">{tr.dateTime(upload.uploadedAt)}</span>
      </p>
      {upload.state === 'waiting' ? (
        <progress
          max={upload.bytes}
          value={upload.readBytes}
          aria-label={t('tickets.waiting', { percent: read })}
        />
      ) : null}
      {upload.fault === null ? null : (
        <p>
          <span lang="en">{upload.fault}</span> {t('tickets.faultText')}
        </p>
      )}
      {outcome === null ? null : (
        <>
          <p>
            {[
              t('tickets.baskets', { n: outcome.baskets }),
              ...(outcome.skipped === 0 ? [] : [t('tickets.skipped', { n: outcome.skipped })]),
              t('tickets.units', { n: outcome.units }),
            ].join(', ')}
          </p>
          <ul>
            {Object.entries(outcome.outcomes).map(([name, n]) => (
              <li>
                {t('tickets.count', { what: t(`tickets.outcome.${name}` as MessageKey), n: tr.number(n) })}
              </li>
            ))}
            {outcome.invalid === 0 ? null : <li>{t('tickets.invalid', { n: outcome.invalid })}</li>}
          </ul>
          {outcome.problems.length === 0 ? null : (
            <ul class="small">
              {outcome.problems.map((one) => (
                <li>
                  {t('tickets.problem', { n: one.basket })} <span lang="en">{one.sentence}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
