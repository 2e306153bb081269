import type { CampaignView, PledgeView } from '../../campaign/mod.ts';
import type { DialogueFacts } from '../../domain/mod.ts';
import type { PublicSettlement } from '../../settlement/mod.ts';
import { LabelTable } from '../label/label.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Charter } from '../parts/charter.tsx';
import { actsOf, cappedText, partnerName, perWhat, unitsAndMoney, unitsText } from '../parts/figures.ts';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { PublicLife } from '../parts/life.tsx';
import { hostOf, inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { Bar } from '../parts/plates.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/** Every promise in full, what a unit is worth, who agreed, and what is not declared. */
export function renderPartners(
  view: CampaignView,
  settlement: PublicSettlement | null,
  dialogue: DialogueFacts,
  context: PageContext,
): string {
  const tr = words(context);
  const { t } = tr;
  const lead = t('partners.lead', { charity: view.charity.name });
  return page({
    context,
    title: `${t('partners.title')} · ${tr.localised(view.title)}`,
    description: lead,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Receivers view={view} context={context} />
        <link rel="stylesheet" href={context.asset('settlement.css')} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('partners.title')}</h1>
        <p class="summary">{lead}</p>
        {view.totals.pledges.map((pledge) => (
          <PledgeSheet view={view} context={context} pledge={pledge} />
        ))}
        {settlement === null ? null : <PublicLife view={view} settlement={settlement} context={context} />}
        <UnitSheet view={view} context={context} />
        <Charter view={view} context={context} />
        <section>
          <LabelTable view={view} dialogue={dialogue} context={context} />
        </section>
        <Organisations view={view} context={context} />
      </div>
    ),
  });
}

/** A promise in full. */
export function PledgeSheet({ view, context, pledge }: Props & { pledge: PledgeView }) {
  const tr = words(context);
  const { t } = tr;
  const partner = partnerName(view, pledge.partner);
  const period = { opens: tr.dateTime(view.opens), closes: tr.dateTime(view.closes) };
  const rows: readonly (readonly [string, string])[] = [
    [t('partners.rate'), `${unitsAndMoney(tr, view.unit, pledge.perAct)} ${perWhat(tr, pledge)}`],
    [t('partners.cap'), unitsAndMoney(tr, view.unit, pledge.cap)],
    [
      t('partners.minimum'),
      pledge.minimum > 0 ? unitsAndMoney(tr, view.unit, pledge.minimum) : t('pledge.noMinimum'),
    ],
    [t('partners.window'), t('partners.windowText', period)],
    [t('partners.granted'), unitsAndMoney(tr, view.unit, pledge.granted)],
    [t('partners.remaining'), unitsAndMoney(tr, view.unit, pledge.remaining)],
    [t('partners.atCap'), t('partners.atCapText', { partner })],
    [t('partners.terms'), t('partners.termsVersion', { n: pledge.termsVersion })],
  ];
  return (
    <section class="pledge-sheet" id={pledge.id}>
      <h2>
        {partner} <span class="kind">{actsOf(tr, pledge)}</span>
      </h2>
      <p class="promise">
        {t(sentenceOf(pledge), {
          partner,
          units: unitsText(tr, view.unit, pledge.perAct),
          cap: unitsText(tr, view.unit, pledge.cap),
          opens: tr.date(view.opens),
          closes: tr.date(view.closes),
        })}
      </p>
      {pledge.remaining === 0 ? <p class="capped">{cappedText(tr, pledge, partner)}</p> : null}
      <Bar share={pledge.cap === 0 ? 1 : pledge.granted / pledge.cap} pledge={pledge.id} />
      <dl class="label">
        {rows.map(([term, text]) => (
          <div>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const sentenceOf = (pledge: PledgeView) =>
  pledge.for === null || pledge.for === 'post'
    ? (`partners.sentence.${pledge.mechanic}` as const)
    : (`partners.sentence.for.${pledge.for}` as const);

function UnitSheet({ view, context }: Props) {
  const tr = words(context);
  const { value, names } = view.unit;
  return (
    <section>
      <h2>{tr.t('partners.unit')}</h2>
      {value === null ? (
        <p>{tr.t('partners.unitNone')}</p>
      ) : (
        <p>
          {tr.t('campaign.valueRate', {
            unit: tr.unitName(names, 1),
            money: tr.money(value.amount, value.currency),
            date: tr.day(value.asOf),
          })}{' '}
          <Outside href={value.source}>{hostOf(value.source)}</Outside>. {tr.t('partners.estimate')}
        </p>
      )}
    </section>
  );
}

/** The page here of the charity or of a partner; null for those who have none. */
function housePath(view: CampaignView, slug: string): string | null {
  if (slug === view.charity.slug) return `/c/${view.slug}/charity`;
  const promises = view.totals.pledges.some((one) => one.partner === slug);
  return promises ? `/c/${view.slug}/partners/${slug}` : null;
}

function Organisations({ view, context }: Props) {
  const { t } = words(context);
  return (
    <section>
      <h2>{t('partners.who')}</h2>
      <ul>
        {Object.values(view.organisations).map((one) => (
          <li>
            {housePath(view, one.slug) === null ? (
              <Outside href={one.url}>{one.name}</Outside>
            ) : (
              <a href={inside(context, housePath(view, one.slug) ?? '')}>{one.name}</a>
            )}
            , {t(`role.${one.kind}`)}
            {one.slug === view.operator.slug && one.kind !== 'operator' ? `, ${t('role.operator')}` : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
