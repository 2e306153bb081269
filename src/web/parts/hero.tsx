import type { CampaignView } from '../../campaign/mod.ts';
import { goalOf, isExhausted, moneyText, relayPledges, unitsText } from './figures.ts';
import { hostOf, inside, Outside, type PageContext, words } from './page.tsx';
import { Table } from './plates.tsx';
import { Menu } from './promises.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/** Where the campaign stands in its life, and whether a post still triggers a gift. */
export function StateBanner({ view, context }: Props) {
  const tr = words(context);
  const { state } = view.totals;
  const date = tr.dateTime(state === 'announced' ? view.opens : view.closes);
  const mayEarn = state === 'open' || state === 'announced';
  return (
    <div class={`banner ${state}`}>
      <p class="wide">
        <strong class="state">{tr.t(`state.${state}`)}</strong> {tr.t(`banner.${state}`, { date })}
      </p>
      {state === 'open' && relayPledges(view).length > 0 ? (
        <p class="wide alarm" data-live="exhausted" hidden={!isExhausted(view)}>
          {tr.t('banner.exhausted')}
        </p>
      ) : null}
      {mayEarn && relayPledges(view).length === 0 ? (
        <p class="wide alarm">{tr.t('banner.noPledge')}</p>
      ) : null}
    </div>
  );
}

/** A long number is set smaller, so that the widest screen of a telephone holds it in one line. */
const sizeOf = (text: string) =>
  text.length > 11 ? 'number long longest' : text.length > 7 ? 'number long' : 'number';

/** Title, the number, how far it is from its goal; and beside it what a post gives. */
export function Hero({ view, context }: Props) {
  const tr = words(context);
  const { totals } = view;
  const { granted } = totals;
  return (
    <section class="hero wide">
      <div class="hero-words">
        <h1 lang={tr.foreign(view.title)}>{tr.localised(view.title)}</h1>
        <p class="summary" lang={tr.foreign(view.summary)}>
          {tr.localised(view.summary)}
        </p>
      </div>
      <div class="hero-count">
        <p class="count">
          <span class="eyebrow">{tr.t(granted > 0 ? 'campaign.already' : 'campaign.soFar')}</span>{' '}
          <span class={sizeOf(tr.number(granted))} data-live="granted">
            {tr.number(granted)}
          </span>{' '}
          <span class="count-for">
            <span data-live="unit">{tr.unitName(view.unit.names, granted)}</span>{' '}
            {tr.t('campaign.for', { charity: view.charity.name })}
          </span>
        </p>
        <Value view={view} context={context} />
        <p class="tally">
          <strong data-live="relays">{tr.t('campaign.relays', { n: totals.relays })}</strong>
          {' · '}
          <span data-live="checking">{tr.t('campaign.checking', { n: totals.checking })}</span>
          {totals.pledges.some((pledge) => pledge.mechanic === 'purchase') ? (
            <span hidden={totals.purchases === 0}>
              {' · '}
              <a href={inside(context, `/c/${view.slug}/purchases`)} data-live="purchases">
                {tr.t('campaign.purchases', { n: totals.purchases })}
              </a>
            </span>
          ) : null}
          {totals.volunteers > 0 ? (
            <span>
              {' · '}
              <a href={inside(context, `/c/${view.slug}/volunteer`)}>
                {tr.t('campaign.volunteers', { n: totals.volunteers })}
              </a>
            </span>
          ) : null}
        </p>
        <Progress view={view} context={context} />
        <p class="sr" role="status" data-live="status"></p>
        <button type="button" class="button quiet pause" data-live="pause" hidden>
          {tr.t('live.pause')}
        </button>
      </div>
      <Menu view={view} context={context} />
    </section>
  );
}

function Value({ view, context }: Props) {
  const tr = words(context);
  const { value } = view.unit;
  if (value === null) return null;
  return (
    <p class="value">
      <span data-live="money">
        {tr.t('campaign.value', { money: moneyText(tr, view.unit, view.totals.granted) ?? '' })}
      </span>
      {' · '}
      <span class="small">
        {tr.t('campaign.valueRate', {
          money: tr.money(value.amount, value.currency),
          unit: tr.unitName(view.unit.names, 1),
          date: tr.day(value.asOf),
        })}{' '}
        <Outside href={value.source}>{hostOf(value.source)}</Outside>
      </span>
    </p>
  );
}

function Progress({ view, context }: Props) {
  const tr = words(context);
  const { kind, goal, granted } = goalOf(view);
  const left = unitsText(tr, view.unit, Math.max(0, goal - granted));
  return (
    <div class="progress">
      <Table share={goal === 0 ? 0 : granted / goal} />
      <p class="small" data-live="goal">
        {goal > 0 && granted >= goal
          ? tr.t('campaign.full')
          : tr.t(kind === 'milestone' ? 'campaign.milestone' : 'campaign.toCap', {
              left,
              goal: unitsText(tr, view.unit, goal),
            })}
      </p>
    </div>
  );
}
