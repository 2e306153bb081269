import type { CampaignView } from '../../campaign/mod.ts';
import { inside, type PageContext, spoken, words } from './page.tsx';

/** Where one can check: promises, API, feeds; and who runs the campaign. */
export function CampaignFooter({ view, context }: { view: CampaignView; context: PageContext }) {
  const { t } = words(context);
  return (
    <nav aria-label={t('footer.title')}>
      <p class="foot-title">{t('footer.title')}</p>
      <ul class="links">
        <li>
          <a href={inside(context, `/c/${view.slug}/partners`)}>{t('footer.promises')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/results`)}>{t('footer.results')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/proof`)}>{t('footer.proof')}</a>
        </li>
        {view.totals.pledges.some((pledge) => pledge.mechanic === 'purchase') ? (
          <li>
            <a href={inside(context, `/c/${view.slug}/purchases`)}>{t('footer.purchases')}</a>
          </li>
        ) : null}
        <li>
          <a href={inside(context, `/c/${view.slug}/volunteer`)}>{t('footer.volunteer')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/take-part`)}>{t('footer.take')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/charity`)}>{view.charity.name}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/journal`)}>{t('journal.title')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/write-ups`)}>{t('writeUps.title')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/dialogue`)}>{t('dialogue.title')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/meetings`)}>{t('meetings.title')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/dialogue/reservations`)}>{t('reservations.title')}</a>
        </li>
        <li>
          <a href={inside(context, '/api/docs')}>{t('footer.api')}</a>
        </li>
        <li>
          <a href={`/api/v1/campaigns/${view.slug}/data`}>{t('footer.data')}</a>
        </li>
        <li>
          <a href={spoken(context, `/c/${view.slug}/relays.atom`)}>{t('footer.atom')}</a>
        </li>
        <li>
          <a href={spoken(context, `/c/${view.slug}/relays.json`)}>{t('footer.json')}</a>
        </li>
        <li>
          <a href={inside(context, '/')}>{t('footer.home')}</a>
        </li>
      </ul>
      <p class="small">{t('footer.operator', { name: view.operator.name })}</p>
    </nav>
  );
}
