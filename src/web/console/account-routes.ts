import { languageOr } from '../../kernel/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { type AccountPage, renderAccount } from './account.tsx';
import type { Console, Visit } from './guard.ts';

/** One's own account. */
export function accountPages(services: Services, desk: Console): void {
  const { account, signIn } = services.console;
  const show = async (visit: Visit, more: Partial<AccountPage> = {}, status: 200 | 400 = 200) => {
    const [sessions, passkeys, codesLeft] = [
      await account.sessions(visit.person),
      await account.passkeys(visit.person),
      await account.codesLeft(visit.person),
    ];
    const given = {
      ...{ sessions, passkeys, codesLeft, newCodes: [], errors: [], name: visit.person.name },
      passkeysPossible: signIn.passkeys,
      ...more,
    };
    return visit.page(renderAccount(given, visit), status);
  };
  desk.get('/console/account', (_, visit) => show(visit));
  desk.post('/console/account', async (_, visit, form) => {
    const { t } = words(visit.context);
    const name = form.text('name');
    const wrong = name === '' ? t('form.nameMissing') : name.length > 120 ? t('form.tooLong') : null;
    if (wrong !== null) return show(visit, { name, errors: [{ name: 'name', sentence: wrong }] }, 400);
    await account.update(visit.person, { name, language: languageOr(form.text('language')) });
    return visit.to('/console/account', 'saved');
  });
  desk.post('/console/account/passkey/remove', async (_, visit, form) => {
    await account.removePasskey(visit.person, form.text('passkey'));
    return visit.to('/console/account', 'removed');
  });
  desk.post('/console/account/codes', async (_, visit) =>
    show(visit, { newCodes: await account.makeCodes(visit.person) }),
  );
  desk.post('/console/account/session/close', async (_, visit, form) => {
    await account.close(visit.person, form.text('session'));
    return visit.to('/console/account', 'removed');
  });
  desk.post('/console/account/session/close-others', async (_, visit) => {
    await account.closeOthers(visit.person, visit.session);
    return visit.to('/console/account', 'removed');
  });
}
