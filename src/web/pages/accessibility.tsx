import type { CampaignView } from '../../campaign/mod.ts';
import { hostOf, inside, Outside, type PageContext, page, words } from '../parts/page.tsx';

const results = ['axe', 'zoom', 'keyboard', 'motion', 'script'] as const;
const unknown = ['unknown1', 'unknown2', 'unknown3'] as const;
const remedies = ['remedy1', 'remedy2', 'remedy3'] as const;

/**
 * The accessibility statement in the shape of the RGAA 4.1 (state, results, what is not accessible, how it was made,
 * contact, remedies). It says what the tests of this version verify and what nobody has looked at; without an audit by
 * a person the RGAA has one word for a site, and it is the one we use.
 */
export function renderAccessibility(
  contact: string | null,
  campaigns: readonly CampaignView[],
  context: PageContext,
): string {
  const { t } = words(context);
  const host = hostOf(context.publicUrl);
  const operators = [...new Map(campaigns.map((one) => [one.operator.slug, one.operator])).values()];
  const list = (names: readonly (typeof results | typeof unknown | typeof remedies)[number][]) => (
    <ul>
      {names.map((name) => (
        <li>{t(`access.${name}`)}</li>
      ))}
    </ul>
  );
  return page({
    context,
    title: `${t('access.title')} · Relais`,
    description: t('access.lead'),
    children: (
      <div class="wide sheet">
        <h1>{t('access.title')}</h1>
        <p class="summary">{t('access.lead')}</p>
        <p>{t('access.who', { host })}</p>
        <section>
          <h2>{t('access.state')}</h2>
          <p>{t('access.stateText', { host })}</p>
        </section>
        <section>
          <h2>{t('access.results')}</h2>
          <p>{t('access.resultsText')}</p>
          {list(results)}
          <p>{t('access.limits')}</p>
        </section>
        <section>
          <h2>{t('access.gaps')}</h2>
          <h3>{t('access.unknown')}</h3>
          {list(unknown)}
          <h3>{t('access.exempt')}</h3>
          <p>{t('access.exemptText')}</p>
        </section>
        <section>
          <h2>{t('access.made')}</h2>
          <p>{t('access.madeText')}</p>
          <ul>
            <li>{t('access.tools')}</li>
            <li>{t('access.used')}</li>
            <li>{t('access.pages')}</li>
          </ul>
        </section>
        <section>
          <h2>{t('access.contact')}</h2>
          <p>{t('access.contactText')}</p>
          {contact === null ? (
            <>
              <p>{t('access.noContact')}</p>
              <ul>
                {operators.map((one) => (
                  <li>
                    <Outside href={one.url}>{one.name}</Outside>
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <p>
              <a href={contact}>{contact.replace(/^mailto:/, '')}</a>
            </p>
          )}
        </section>
        <section>
          <h2>{t('access.remedy')}</h2>
          <p>{t('access.remedyText')}</p>
          {list(remedies)}
        </section>
        <p class="back">
          <a href={inside(context, '/')}>{t('footer.home')}</a>
        </p>
      </div>
    ),
  });
}
