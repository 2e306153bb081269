import type { CampaignView, PledgeView } from '../../campaign/mod.ts';
import { mechanics } from '../../domain/mod.ts';
import {
  cappedText,
  giftOfPost,
  isExhausted,
  partnerName,
  perWhat,
  relayPledges,
  unitsAndMoney,
  unitsText,
} from './figures.ts';
import { inside, type PageContext, words } from './page.tsx';
import { Bar, Servings } from './plates.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/**
 * The promises for a post, beside the ask and as large as it: what one post gives now, who gives it, up to which cap,
 * with which minimum, in which period.
 */
export function Menu({ view, context }: Props) {
  const tr = words(context);
  const pledges = relayPledges(view);
  if (pledges.length === 0) return null;
  return (
    <aside class="menu" aria-labelledby="menu-title">
      <h2 id="menu-title">{tr.t('menu.title')}</h2>
      <p class="menu-gift" data-live="gift">
        {giftSentence(view, context)}
      </p>
      <Servings pledges={pledges} />
      <ul class="dishes">
        {pledges.map((pledge) => (
          <li>
            <p class="dish">
              <span class="dish-name">{partnerName(view, pledge.partner)}</span>
              <span class="leader" aria-hidden="true"></span>
              <span class="dish-price">{unitsAndMoney(tr, view.unit, pledge.perAct)}</span>
            </p>
            <p class="small">{tr.t('pledge.cap', { units: unitsText(tr, view.unit, pledge.cap) })}</p>
            <p class="small">{minimumText(pledge, { view, context })}</p>
            <p class="capped" data-live-capped={pledge.id} hidden={pledge.remaining > 0}>
              {tr.t('pledge.capped.relay', { partner: partnerName(view, pledge.partner) })}
            </p>
          </li>
        ))}
      </ul>
      <p class="small">
        {tr.t('menu.window', { opens: tr.dateTime(view.opens), closes: tr.dateTime(view.closes) })}
      </p>
      <p class="small">{tr.t('menu.free')}</p>
      <p class="small">
        <a href={inside(context, `/c/${view.slug}/partners`)}>{tr.t('menu.more')}</a>
      </p>
    </aside>
  );
}

function giftSentence(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const gift = giftOfPost(view);
  const full = { units: unitsText(tr, view.unit, gift.full) };
  if (view.totals.state === 'announced') return tr.t('menu.wouldGive', full);
  if (view.totals.state !== 'open') return tr.t('menu.gave', full);
  if (isExhausted(view)) return tr.t('menu.givesNothing');
  if (gift.now === gift.full) return tr.t('menu.gives', full);
  return tr.t('menu.givesNow', { units: unitsText(tr, view.unit, gift.now) });
}

export function minimumText(pledge: PledgeView, { view, context }: Props): string {
  const tr = words(context);
  return pledge.minimum > 0
    ? tr.t('pledge.minimum', { units: unitsText(tr, view.unit, pledge.minimum) })
    : tr.t('pledge.noMinimum');
}

/** Every promise with how much of it is used, by the kind of act that earns it. */
export function Promises({ view, context }: Props) {
  const { t } = words(context);
  return (
    <section class="wide promises" aria-labelledby="promises">
      <h2 id="promises">{t('promises.title')}</h2>
      <p class="lead">{t('promises.lead')}</p>
      <div class="columns">
        {mechanics
          .map((mechanic) => ({
            mechanic,
            pledges: view.totals.pledges.filter((pledge) => pledge.mechanic === mechanic),
          }))
          .filter(({ pledges }) => pledges.length > 0)
          .map(({ mechanic, pledges }) => (
            <div>
              <h3>{t(`mechanic.${mechanic}`)}</h3>
              {pledges.map((pledge) => (
                <Pledge view={view} context={context} pledge={pledge} />
              ))}
            </div>
          ))}
      </div>
    </section>
  );
}

function Pledge({ view, context, pledge }: Props & { pledge: PledgeView }) {
  const tr = words(context);
  const partner = partnerName(view, pledge.partner);
  return (
    <div class="pledge">
      <p class="dish">
        <strong class="dish-name">{partner}</strong>
        <span class="leader" aria-hidden="true"></span>
        <span class="dish-price">
          {unitsText(tr, view.unit, pledge.perAct)} {perWhat(tr, pledge)}
        </span>
      </p>
      <Bar share={pledge.cap === 0 ? 1 : pledge.granted / pledge.cap} pledge={pledge.id} />
      <p class="small figures">
        <span>
          <span data-live-granted={pledge.id}>{tr.number(pledge.granted)}</span> /{' '}
          {unitsText(tr, view.unit, pledge.cap)}
        </span>
        <span>{minimumText(pledge, { view, context })}</span>
      </p>
      <p class="capped" data-live-capped={pledge.id} hidden={pledge.remaining > 0}>
        {cappedText(tr, pledge, partner)}
      </p>
    </div>
  );
}
