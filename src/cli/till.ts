import { dayOfBaskets, sendBaskets, shelf, type TillBasket } from './demo/till.ts';

export type TillOptions = {
  /** The campaign's page. */
  readonly target: string;
  readonly key: string;
  readonly baskets: number;
  readonly shops: number;
  readonly seed: number;
};

const batch = 100;
const tries_max = 20;

/**
 * `relais till URL --key rk_…`: plays a day of a retailer's tills against a campaign, returns included, and says what
 * became of the baskets. A batch without an answer is sent again, as a till does. Gives the exit status.
 */
export async function runTill(
  { target, key, baskets, shops, seed }: TillOptions,
  { now, print, progress }: { now: number; print: (text: string) => void; progress: (text: string) => void },
): Promise<number> {
  const page = URL.parse(target);
  const slug = page === null ? undefined : /\/c\/([a-z0-9-]+)\/?$/.exec(page.pathname)?.[1];
  if (page === null || slug === undefined) {
    print(`${target} is not the address of a campaign's page.`);
    return 1;
  }
  const base = page.href.slice(0, page.href.indexOf('/c/'));
  const offer = await readOffer(`${base}/c/${slug}/label.json`);
  if (offer === null) {
    print(`${target} has no promise about purchases, or does not answer.`);
    return 1;
  }
  const counted = new Map<string, number>();
  let units = 0;
  let sent = 0;
  const send = async (group: readonly TillBasket[]) => {
    for (let tries = 1; ; tries++) {
      try {
        for (const one of await sendBaskets(`${base}/api/v1/campaigns/${slug}/purchases`, key, group)) {
          counted.set(one.outcome, (counted.get(one.outcome) ?? 0) + 1);
          if (one.outcome === 'credited' || one.outcome === 'returned') units += one.units ?? 0;
        }
        sent += group.length;
        progress(`\r${sent} baskets`);
        return;
      } catch (error) {
        const refused = /^4\d\d /.test((error as Error).message);
        if (refused || tries === tries_max) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  };
  let group: TillBasket[] = [];
  try {
    for (const basket of dayOfBaskets({
      ...{ retailer: offer.retailer, count: baskets, at: now - baskets, shops, seed },
      ...{ offered: offer.gtins, others: shelf(500, 400000000000) },
    })) {
      group.push(basket);
      if (group.length < batch) continue;
      await send(group);
      group = [];
    }
    if (group.length > 0) await send(group);
  } catch (error) {
    print(`\n${(error as Error).message}`);
    return 1;
  }
  const lines = [...counted].map(
    ([outcome, count]) => `  ${outcome.replaceAll('_', ' ').padEnd(14)} ${count}`,
  );
  print(`\r${sent} baskets sent, ${units} units granted.\n${lines.join('\n')}`);
  return 0;
}

/** The first purchase rule that a campaign's label states. */
async function readOffer(
  address: string,
): Promise<{ readonly retailer: string; readonly gtins: readonly string[] } | null> {
  const answer = await fetch(address).catch(() => null);
  if (answer === null || !answer.ok) return null;
  const text = await answer.text();
  const found = /"rule":(\{[^{}]*"gtins":\[[^\]]*\][^{}]*\})/.exec(text)?.[1];
  if (found === undefined) return null;
  const { retailer, gtins } = JSON.parse(found) as { retailer: string; gtins: readonly string[] };
  return { retailer, gtins: gtins.map((gtin) => gtin.split('x')[0] ?? '') };
}
