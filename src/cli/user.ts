import { type Role, roles, rolesOf } from '../domain/mod.ts';
import { jobKinds } from '../jobs/mod.ts';
import { isMailAddress } from '../mail/mod.ts';
import {
  commandLine,
  ensureOrganisation,
  invite,
  printLink,
  readEveryone,
  readOrganisations,
} from '../people/mod.ts';
import { openQueue } from '../queue/mod.ts';
import { type Command, type CommandHouse, type CommandResult, refused, succeeded } from './command.ts';

/** `relais user invite EMAIL --role ROLE`, `user link EMAIL`, `user list`. */
export const userCommand: Command = async (house, { words }) => {
  const [action = '', email = '', role = '', organisation = '', campaign = ''] = words;
  if (action === 'list') return list(house);
  if (!isMailAddress(email)) return refused(`${email} is not an e-mail address.`);
  if (action === 'link') return link(house, email);
  if (action !== 'invite') return refused(`${action} is not one of invite, link, list.`);
  if (!isRole(role)) return refused(`${role} is not one of ${roles.join(', ')}.`);
  const place = organisation === '' ? await placeFor(house, role) : organisation;
  if (place === null)
    return refused('Several organisations may have this role; say which by --organisation SLUG.');
  const failures: Error[] = [];
  const queue = await openQueue(house.db, jobKinds, {
    work: false,
    onError: (error) => failures.push(error),
  });
  try {
    const outcome = await invite(
      { ...house, queue },
      { email, role, organisation: place, campaign: campaign === '' ? null : campaign, language: 'fr' },
      { actor: commandLine, roles: null, campaign: null, named: null },
      house.clock.now(),
    );
    switch (outcome.kind) {
      case 'invited':
        return succeeded(`Invited ${email} as ${role} of ${place}; the link is on its way by mail.`);
      case 'unknown_organisation':
        return refused(
          `There is no organisation ${place}; it comes with a campaign's file or with the set-up link.`,
        );
      case 'not_allowed':
        return refused(`An organisation like ${place} has no role ${role}.`);
    }
  } finally {
    await queue.close();
  }
};

/** The one organisation that has this role; on an empty installation the first operator gets one. */
async function placeFor({ db, clock, random }: CommandHouse, role: Role): Promise<string | null> {
  const known = await readOrganisations(db);
  const fit = known.filter((one) => rolesOf[one.kind].includes(role));
  if (fit.length === 1) return fit[0]?.slug ?? null;
  if (known.length > 0 || role !== 'operator') return null;
  const made = { slug: 'operator', name: 'Operator', kind: 'operator' } as const;
  return (await db.transaction((tx) => ensureOrganisation(tx, made, random, clock.now()))).slug;
}

async function link(house: CommandHouse, email: string): Promise<CommandResult> {
  const address = await printLink(
    { ...house, publicUrl: new URL(house.consoleUrl) },
    email,
    house.clock.now(),
  );
  return address === null
    ? refused(`Nobody here has the address ${email}.`)
    : succeeded(`${address}\nIt opens the console to ${email}, once, for fifteen minutes.`);
}

async function list({ db }: CommandHouse): Promise<CommandResult> {
  const people = await readEveryone(db);
  if (people.length === 0) return succeeded('Nobody yet. The server prints a set-up link when it starts.');
  const lines = people.map(
    (one) =>
      `${one.email}  ${one.role} of ${one.organisation}${one.campaign === null ? '' : ` for ${one.campaign}`}`,
  );
  return succeeded(lines.join('\n'));
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
