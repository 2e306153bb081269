import type { CampaignView } from '../../campaign/mod.ts';
import type { ReceiptView } from '../../credit/mod.ts';
import type { FiledPurchaseRule } from '../../domain/mod.ts';
import type { PurchaseDay } from '../../evidence/mod.ts';
import { purchaseSentences } from '../label/rows.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { partnerName, unitsText } from '../parts/figures.ts';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

export const receipt_length_max = 200;
/** Days shown; older ones are in the open data. */
const days_max = 400;

type Typed = { readonly retailer: string; readonly receipt: string };
/** What became of a question about a receipt. */
export type Looked =
  | { readonly kind: 'refused'; readonly typed: Typed; readonly sentence: string }
  | { readonly kind: 'unknown'; readonly typed: Typed }
  | { readonly kind: 'known'; readonly typed: Typed; readonly receipt: ReceiptView };

type Props = {
  readonly view: CampaignView;
  readonly days: readonly PurchaseDay[];
  readonly looked: Looked | null;
  readonly context: PageContext;
};

/** Slugs of the retailers whose baskets count, each once. */
export function retailersOf(view: CampaignView): readonly string[] {
  return [
    ...new Set(
      view.promises.flatMap(({ mechanic, rule }) => {
        const { retailer = '', alsoAt = [] } = (rule ?? {}) as Partial<FiledPurchaseRule>;
        return mechanic === 'purchase' ? [retailer, ...alsoAt] : [];
      }),
    ),
  ];
}

/** What to buy, what purchases gave, and what one receipt did. */
export function renderPurchases(props: Props): string {
  const { view, context } = props;
  const tr = words(context);
  const { t } = tr;
  return page({
    context,
    title: `${t('purchases.title')} · ${tr.localised(view.title)}`,
    description: t('purchases.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    hidden: props.looked !== null,
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
        <h1>{t('purchases.title')}</h1>
        <p class="summary">{t('purchases.lead')}</p>
        <What {...props} />
        <Check {...props} />
        <Days {...props} />
      </div>
    ),
  });
}

function What({ view, context }: Props) {
  const tr = words(context);
  const pledges = view.totals.pledges.filter((pledge) => pledge.mechanic === 'purchase');
  const open = view.totals.state === 'open';
  const spent = pledges.every((pledge) => pledge.remaining === 0);
  return (
    <section aria-labelledby="what">
      <h2 id="what">{tr.t('purchases.what')}</h2>
      {open && spent ? <p class="alarm">{tr.t('purchases.full')}</p> : null}
      {purchaseSentences(view, tr).map((sentences) => (
        <ul>
          {sentences.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      ))}
    </section>
  );
}

function Check(props: Props) {
  const { view, looked, context } = props;
  const { t } = words(context);
  const retailers = retailersOf(view);
  const typed = looked?.typed ?? { retailer: retailers[0] ?? '', receipt: '' };
  const wrong = looked?.kind === 'refused' ? looked.sentence : null;
  return (
    <section aria-labelledby="check">
      <h2 id="check">{t('purchases.check')}</h2>
      <p>{t('purchases.checkText')}</p>
      <Answer {...props} />
      <form class="field" method="post" action={inside(context, `/c/${view.slug}/purchases#check`)}>
        {retailers.length === 1 ? (
          <input type="hidden" name="retailer" value={retailers[0]} />
        ) : (
          <>
            <label for="retailer">{t('purchases.retailer')}</label>
            <select id="retailer" name="retailer">
              {retailers.map((one) => (
                <option value={one} selected={one === typed.retailer}>
                  {partnerName(view, one)}
                </option>
              ))}
            </select>
          </>
        )}
        <label for="receipt">{t('purchases.number')}</label>
        <input
          id="receipt"
          name="receipt"
          required
          maxlength={receipt_length_max}
          autocomplete="off"
          spellcheck={false}
          value={typed.receipt}
          {...(wrong === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'receipt-wrong' })}
        />
        {wrong === null ? null : (
          <p class="alarm" id="receipt-wrong">
            {wrong}
          </p>
        )}
        <button type="submit" class="button">
          {t('purchases.look')}
        </button>
      </form>
    </section>
  );
}

function Answer({ view, looked, context }: Props) {
  const tr = words(context);
  if (looked === null || looked.kind === 'refused') return null;
  if (looked.kind === 'unknown')
    return (
      <p class="notice" role="status">
        {tr.t('purchases.unknown')}
      </p>
    );
  const { id, day, acts, returned, pooled } = looked.receipt;
  const units = acts.reduce((sum, act) => sum + act.units, 0);
  return (
    <div class="notice" role="status">
      <p>
        <strong>
          {tr.t(units > 0 ? 'purchases.counted' : 'purchases.none', {
            day: tr.day(day),
            units: unitsText(tr, view.unit, units),
          })}
        </strong>
      </p>
      {pooled ? <p>{tr.t('purchases.pooled')}</p> : null}
      {returned > 0 ? (
        <p>{tr.t('purchases.returned', { units: unitsText(tr, view.unit, returned) })}</p>
      ) : null}
      <ul>
        {acts.map((act, index) => (
          <li>
            {tr.t('purchases.act', {
              n: tr.number(index + 1),
              units: unitsText(tr, view.unit, act.units),
              leaf: tr.number(act.leaf),
            })}
            {act.dueAt === null ? '' : `, ${tr.t('purchases.due', { date: tr.date(act.dueAt) })}`}
            {' · '}
            <a href={inside(context, `/purchases/${id}/${index + 1}/proof`)}>{tr.t('purchases.proof')}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Days({ view, days, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const sum = (pick: (day: PurchaseDay) => number) => days.reduce((total, day) => total + pick(day), 0);
  const named = retailersOf(view).length > 1;
  return (
    <section aria-labelledby="days">
      <h2 id="days">{t('purchases.days')}</h2>
      {days.length === 0 ? (
        <p>{t('purchases.daysNone')}</p>
      ) : (
        <>
          <p>
            {t('purchases.sum', {
              n: sum((day) => day.acts),
              units: unitsText(
                tr,
                view.unit,
                sum((day) => day.units),
              ),
            })}
          </p>
          <table class="life">
            <thead>
              <tr>
                <th scope="col">{t('purchases.day')}</th>
                {named ? <th scope="col">{t('purchases.retailer')}</th> : null}
                {(['baskets', 'acts', 'units'] as const).map((name) => (
                  <th scope="col" class="figure">
                    {t(`purchases.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.slice(0, days_max).map((day) => (
                <tr>
                  <th scope="row">{tr.day(day.day)}</th>
                  {named ? <td>{partnerName(view, day.retailer)}</td> : null}
                  <td class="figure">{tr.number(day.baskets)}</td>
                  <td class="figure">{tr.number(day.acts)}</td>
                  <td class="figure">{unitsText(tr, view.unit, day.units)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <p class="small">{t('purchases.privacy')}</p>
    </section>
  );
}
