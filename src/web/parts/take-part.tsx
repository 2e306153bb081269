import type { CampaignView } from '../../campaign/mod.ts';
import { mechanics } from '../../domain/mod.ts';
import { giftOfPost, isExhausted, nextGift, perWhat, unitsText } from './figures.ts';
import { inside, type PageContext, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/** What to do so that a post counts: write, link, publish. */
export function TakePart({ view, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const { state } = view.totals;
  const over = state === 'closed' || state === 'settled';
  return (
    <section class="part" aria-labelledby="part">
      <div class="wide">
        <h2 id="part">{t('part.title')}</h2>
        {over ? <p class="notice">{t('part.closed')}</p> : null}
        {state === 'announced' ? (
          <p class="notice">{t('part.announced', { date: tr.dateTime(view.opens) })}</p>
        ) : null}
        {state === 'open' ? (
          <p class="notice" data-live="part-exhausted" hidden={!isExhausted(view)}>
            {t('part.exhausted')}
          </p>
        ) : null}
        {over ? null : <Ways view={view} context={context} />}
        {over ? null : <Steps view={view} context={context} />}
      </div>
    </section>
  );
}

const placeOf = { relay: '#steps', purchase: '/purchases', volunteering: '/volunteer' } as const;

/** Every kind of act that earns something here, one line each: what to do, and what it gives now. */
function Ways({ view, context }: Props) {
  const tr = words(context);
  const ways = mechanics.flatMap((mechanic) => {
    const pledges = view.totals.pledges.filter((pledge) => pledge.mechanic === mechanic);
    const [first] = pledges;
    if (first === undefined) return [];
    // What several pledges give for one purchase depends on what is bought: only the largest is promised here.
    const gift = mechanic === 'relay' ? giftOfPost(view).now : Math.max(...pledges.map(nextGift));
    return [{ mechanic, gift, per: perWhat(tr, mechanic === 'relay' ? { mechanic, for: 'post' } : first) }];
  });
  if (ways.length < 2) return null;
  return (
    <ul class="ways">
      {ways.map(({ mechanic, gift, per }) => (
        <li class="dish">
          <a
            class="dish-name"
            href={
              mechanic === 'relay' ? placeOf.relay : inside(context, `/c/${view.slug}${placeOf[mechanic]}`)
            }
          >
            {tr.t(`ways.${mechanic}`)}
          </a>
          <span class="leader" aria-hidden="true"></span>
          <span class="dish-price">
            {gift === 0 ? tr.t('ways.spent') : `${unitsText(tr, view.unit, gift)} ${per}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Steps({ view, context }: Props) {
  const { t } = words(context);
  return (
    <ol class="steps" id="steps">
      <li>
        <h3>{t('part.step1')}</h3>
        <p>{t('part.step1Text')}</p>
      </li>
      <li>
        <h3>{t('part.step2')}</h3>
        <p>{t('part.step2Text')}</p>
        <div class="field">
          <label class="sr" for="address">
            {t('part.address')}
          </label>
          <input id="address" class="address" readonly value={`${context.publicUrl}/c/${view.slug}`} />
          <button
            type="button"
            class="button quiet"
            data-copy="address"
            data-copied={t('part.copied')}
            hidden
          >
            {t('part.copy')}
          </button>
        </div>
      </li>
      <li>
        <h3>{t('part.step3')}</h3>
        <p>{t('part.step3Text')}</p>
        {view.totals.state === 'announced' ? null : <AddressForm view={view} context={context} />}
      </li>
    </ol>
  );
}

function AddressForm({ view, context }: Props) {
  const { t } = words(context);
  return (
    <form class="field" method="post" action={inside(context, `/c/${view.slug}/relays`)}>
      <label for="url">{t('part.url')}</label>
      <input
        id="url"
        name="url"
        type="url"
        required
        autocomplete="url"
        placeholder="https://"
        inputmode="url"
      />
      <button type="submit" class="button">
        {t('part.send')}
      </button>
      {view.totals.pledges.some((pledge) => pledge.for === 'illustration') ? (
        <label class="check">
          <input type="checkbox" name="kind" value="illustration" /> {t('part.drawing')}
        </label>
      ) : null}
      <details class="more">
        <summary>{t('part.email')}</summary>
        <label for="email">{t('part.emailText')}</label>
        <input id="email" name="email" type="email" autocomplete="email" maxlength={254} />
      </details>
    </form>
  );
}
