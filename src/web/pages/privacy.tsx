import type { CampaignView } from '../../campaign/mod.ts';
import type { Retention } from '../../privacy/mod.ts';
import type { JournalServices } from '../journal-port.ts';
import { inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import type { PrivacyView } from '../port.ts';

const kinds = [
  { name: 'wall', from: 'close' },
  { name: 'refused', from: 'then' },
  { name: 'evidence', from: 'close' },
  { name: 'contacts', from: 'close' },
  { name: 'notices', from: 'close' },
  { name: 'volunteers', from: 'shift' },
  { name: 'requests', from: 'then' },
  { name: 'tags', from: 'close' },
] as const satisfies readonly { name: keyof Retention; from: 'close' | 'then' | 'shift' }[];

/** With who looks at comments besides ourselves. */
type PrivacySettings = PrivacyView & { readonly check: JournalServices['check'] };

/** The privacy page, written from the settings in force. */
export function renderPrivacy(
  view: PrivacySettings,
  campaigns: readonly CampaignView[],
  context: PageContext,
): string {
  const { t } = words(context);
  const bought = campaigns.some(({ totals }) =>
    totals.pledges.some((pledge) => pledge.mechanic === 'purchase'),
  );
  const operators = [...new Map(campaigns.map((one) => [one.operator.slug, one.operator])).values()];
  return page({
    context,
    title: t('privacy.title'),
    description: t('privacy.lead'),
    children: (
      <div class="wide sheet">
        <h1>{t('privacy.title')}</h1>
        <p class="summary">{t('privacy.lead')}</p>
        <section>
          <h2>{t('privacy.who')}</h2>
          <p>{t('privacy.whoText')}</p>
          <ul>
            {operators.map((one) => (
              <li>
                <Outside href={one.url}>{one.name}</Outside>
              </li>
            ))}
          </ul>
        </section>
        <Kept view={view} context={context} />
        <section>
          <h2>{t('privacy.others')}</h2>
          <ul>
            {bought ? <li>{t('privacy.purchases')}</li> : null}
            <li>{t(`comment.check.${view.check.kind}`, { host: view.check.host })}</li>
            <li>{t('privacy.none')}</li>
            <li>{t('privacy.sites', { days: view.retention.contacts })}</li>
            <li>{t('privacy.hub')}</li>
            {view.fediverse ? <li>{t('privacy.fediverse')}</li> : null}
            {view.bluesky ? <li>{t('privacy.bluesky')}</li> : null}
            {view.mailServer ? <li>{t('privacy.mail')}</li> : null}
            {view.witnesses.length > 0 ? (
              <li>{t('privacy.witness', { names: view.witnesses.join(', ') })}</li>
            ) : null}
            {view.sso === null ? null : <li>{t('privacy.sso', { name: view.sso })}</li>}
            <li>{t('privacy.cookies')}</li>
          </ul>
        </section>
        <section>
          <h2>{t('privacy.rights')}</h2>
          <p>{t('privacy.rightsText')}</p>
        </section>
        <Erasures view={view} context={context} />
        <p class="back">
          <a href={inside(context, '/')}>{t('footer.home')}</a>
        </p>
      </div>
    ),
  });
}

type Props = { readonly view: PrivacyView; readonly context: PageContext };

function Kept({ view, context }: Props) {
  const { t } = words(context);
  return (
    <section>
      <h2>{t('privacy.what')}</h2>
      <dl class="label kept">
        {kinds.map(({ name, from }) => (
          <div>
            <dt>{t(`privacy.${name}`)}</dt>
            <dd>
              {t(`privacy.${name}Why`)}{' '}
              <strong>{t('privacy.days', { days: view.retention[name], from })}</strong>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('privacy.comments')}</dt>
          <dd>
            {t('privacy.commentsWhy')} <a href={inside(context, '/comments')}>{t('privacy.commentsLink')}</a>{' '}
            <strong>{t('privacy.commentsKept')}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('privacy.dialogue')}</dt>
          <dd>
            {t('privacy.dialogueWhy')}{' '}
            <strong>{t('privacy.dialogueKept', { n: view.retention.notices })}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('privacy.meetings')}</dt>
          <dd>
            {t('privacy.meetingsWhy')}{' '}
            <strong>{t('privacy.meetingsKept', { n: view.retention.volunteers })}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('privacy.log')}</dt>
          <dd>
            {t('privacy.logWhy')} <strong>{t('privacy.always')}</strong>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Erasures({ view, context }: Props) {
  const { t } = words(context);
  return (
    <section>
      <h2>{t('privacy.erasures')}</h2>
      {view.erasures.length === 0 ? (
        <p>{t('privacy.noErasures')}</p>
      ) : (
        <table class="figures-table">
          <thead>
            <tr>
              <th scope="col">{t('privacy.month')}</th>
              <th scope="col">{t('privacy.count')}</th>
            </tr>
          </thead>
          <tbody>
            {view.erasures.map((one) => (
              <tr>
                <td>{one.month}</td>
                <td>{one.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
