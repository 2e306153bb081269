import type { CampaignView } from '../../campaign/mod.ts';
import type { LogView } from '../../log/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { abridged, Checks } from '../parts/checks.tsx';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

type Props = { readonly view: CampaignView; readonly log: LogView; readonly context: PageContext };

/** The campaign's public log: what it is, where it stands, who signs it, how anybody checks it. */
export function renderLog(view: CampaignView, log: LogView | null, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  return page({
    context,
    title: `${t('log.title')} · ${tr.localised(view.title)}`,
    description: t('log.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Receivers view={view} context={context} />
        <script type="module" src={context.asset('proof.js')}></script>
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('log.title')}</h1>
        <p class="summary">{t('log.lead')}</p>
        {log === null ? (
          <p class="notice">{t('log.none')}</p>
        ) : (
          <Sections view={view} log={log} context={context} />
        )}
      </div>
    ),
  });
}

function Sections(props: Props) {
  const { view, log, context } = props;
  const tr = words(context);
  const { t } = tr;
  return (
    <>
      <section>
        <h2>{t('log.now')}</h2>
        <dl class="label">
          <div>
            <dt>{t('log.size')}</dt>
            <dd>{tr.number(log.size)}</dd>
          </div>
          <div>
            <dt>{t('log.root')}</dt>
            <dd class="mono break">{log.root}</dd>
          </div>
          <div>
            <dt>{t('log.published')}</dt>
            <dd>{tr.dateTime(log.publishedAt)}</dd>
          </div>
        </dl>
        <h3>{t('log.checkpoint')}</h3>
        <pre class="paper">{abridged(log.checkpoint)}</pre>
      </section>
      <section>
        <h2>{t('log.audit')}</h2>
        <p>{t('log.auditText')}</p>
        <pre class="paper">npx relais audit {`${context.publicUrl}/c/${view.slug}`}</pre>
      </section>
      <Witnesses {...props} />
      <section>
        <h2>{t('log.keys')}</h2>
        <p>{t('log.keysText')}</p>
        <pre class="paper">{abridged(log.keys.join('\n'))}</pre>
        <h3>{t('log.files')}</h3>
        <ul>
          {(['checkpoint', 'key', 'policy'] as const).map((file) => (
            <li>
              <a href={`/c/${view.slug}/log/${file}`}>{t(`log.file.${file}`)}</a>
            </li>
          ))}
        </ul>
      </section>
      <Checks log={log} context={context} hashes={null} />
      {log.restarts.length === 0 ? null : (
        <section>
          <h2>{t('log.restarts')}</h2>
          {log.restarts.map((one) => (
            <>
              <p>{t('log.restartsText', { date: tr.dateTime(one.at) })}</p>
              <pre class="paper">{one.checkpoint}</pre>
            </>
          ))}
        </section>
      )}
    </>
  );
}

function Witnesses({ view, log, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  return (
    <section>
      <h2>{t('log.witnesses')}</h2>
      <p>{t('log.witnessesText')}</p>
      {log.witnesses.length === 0 ? (
        <>
          <p>{t('log.noWitness')}</p>
          <pre class="paper">
            {`npx relais witness --name witness.example --log "$(curl -s ${context.publicUrl}/c/${view.slug}/log/key)"`}
          </pre>
        </>
      ) : (
        <dl class="label">
          {log.witnesses.map((one) => (
            <div>
              <dt>{one.name}</dt>
              <dd>
                {one.cosignedAt === null
                  ? t('log.notCosigned')
                  : t('log.cosigned', { date: tr.dateTime(one.cosignedAt) })}
                <span class="mono break small">{abridged(one.vkey)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
