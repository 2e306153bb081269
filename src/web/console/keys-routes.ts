import { keyScopes } from '../../people/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { type KeysPage, renderKeys } from './keys.tsx';

const name_length_max = 80;
const days_max = 3650;
const days_default = 365;

/** Keys of the tills of a campaign: make, replace, revoke. An operator for every retailer, a retailer's people for theirs. */
export function keyPages(services: Services, desk: Console): void {
  const { keys } = services.console;
  const mine = async (visit: CampaignVisit) =>
    (await keys.retailers(visit.entry.slug)).filter((one) => visit.mayHere('key.manage', one));
  const show = async (
    visit: CampaignVisit,
    retailers: readonly string[],
    more: Partial<KeysPage> = {},
    status: 200 | 400 = 200,
  ) => {
    const list = await keys.read(visit.entry.slug, retailers);
    const typed = {
      ...{ name: '', retailer: retailers[0] ?? '', days: String(days_default) },
      ...{ publicKey: '', scopes: ['purchases:write'] },
    };
    return visit.page(
      renderKeys({ list, retailers, typed, errors: [], secret: null, ...more }, visit),
      status,
    );
  };

  desk.campaignGet('/keys', 'key.manage', async (_, visit) =>
    visit.entry.published ? show(visit, await mine(visit)) : visit.notFound(),
  );
  desk.campaignPost('/keys', 'key.manage', async (_, visit, form) => {
    if (!visit.entry.published) return visit.notFound();
    const { t } = words(visit.context);
    const retailers = await mine(visit);
    const typed = {
      ...{ name: form.text('name'), retailer: form.text('retailer'), days: form.text('days') },
      ...{ publicKey: form.text('publicKey'), scopes: form.all('scopes') },
    };
    const scopes = keyScopes.filter((one) => typed.scopes.includes(one));
    const days = /^\d{1,4}$/.test(typed.days) ? Number(typed.days) : 0;
    const publicKey = typed.publicKey === '' ? null : Buffer.from(typed.publicKey, 'base64');
    const wrong = (is: boolean, name: string, sentence: string) => (is ? [{ name, sentence }] : []);
    const errors = [
      ...wrong(typed.name === '' || typed.name.length > name_length_max, 'name', t('keys.nameMissing')),
      ...wrong(!retailers.includes(typed.retailer), 'retailer', t('keys.retailerWrong')),
      ...wrong(days < 1 || days > days_max, 'days', t('keys.daysWrong')),
      ...wrong(scopes.length === 0, 'scopes', t('keys.scopesNone')),
      ...wrong(publicKey !== null && publicKey.length !== 32, 'publicKey', t('keys.publicKeyWrong')),
    ];
    if (errors.length > 0) return show(visit, retailers, { typed, errors }, 400);
    const { name, retailer } = typed;
    const secret = await keys.make(visit.person, visit.entry.slug, {
      ...{ name, retailer, scopes },
      ...{ publicKey, days },
    });
    return secret === null ? visit.notFound() : show(visit, retailers, { secret });
  });
  desk.campaignPost('/keys/act', 'key.manage', async (_, visit, form) => {
    const { slug } = visit.entry;
    const [asked, key, retailers] = [form.text('do'), form.text('key'), await mine(visit)];
    if (asked === 'rotate') {
      const secret = await keys.rotate(visit.person, slug, retailers, key);
      return secret === null ? visit.notFound() : show(visit, retailers, { secret });
    }
    const done = asked === 'revoke' && (await keys.revoke(visit.person, slug, retailers, key));
    return done ? visit.to(`/console/c/${slug}/keys`, 'removed') : visit.notFound();
  });
}
