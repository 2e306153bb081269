import {
  addFinding,
  adoptPublished,
  createDraft,
  type DraftEntry,
  exportCampaign,
  printDraft,
  publishDraft,
  readDraft,
  readDraftEntries,
  readDraftEntry,
  readId,
  saveDraft,
  sign,
} from './campaign/mod.ts';
import { dialogueDesk } from './compose-dialogue.ts';
import { feedDesk } from './compose-feeds.ts';
import { journalDeskServices } from './compose-journal.ts';
import { keyServices } from './compose-keys.ts';
import { meetingDesk } from './compose-meetings.ts';
import { moderationServices } from './compose-moderation.ts';
import type { House } from './compose-services.ts';
import { settlementServices } from './compose-settlement.ts';
import { ticketServices } from './compose-tills.ts';
import { shiftServices } from './compose-volunteering.ts';
import type { Config } from './config.ts';
import { readDashboard } from './credit/mod.ts';
import { type OrganisationKind, permits, rolesOf } from './domain/mod.ts';
import { readRelayRows, readSiteRows } from './evidence/mod.ts';
import type { CampaignId } from './kernel/mod.ts';
import {
  addEndpoint,
  readEndpoints,
  readMessages,
  replay,
  rotateSecret,
  setEndpoint,
  testEndpoint,
} from './notices/mod.ts';
import {
  type Actor,
  addPasskey,
  askLink,
  authenticationOptions,
  closeOtherSessions,
  closeSession,
  countRecoveryCodes,
  createSso,
  enterByCode,
  enterByLink,
  enterByPasskey,
  enterBySetup,
  invite,
  isLimited,
  type Limit,
  makeRecoveryCodes,
  type Person,
  type RelyingParty,
  readLink,
  readPasskeys,
  readPeople,
  readSession,
  readSessions,
  readTrail,
  record,
  registrationOptions,
  removePasskey,
  takeRole,
  updateProfile,
} from './people/mod.ts';
import type { Transaction } from './store/mod.ts';
import type { CampaignServices } from './web/console/campaign-port.ts';
import type { FiguresServices } from './web/console/dashboard-port.ts';
import { targetOf } from './web/console/guard.ts';
import type { ConsoleServices, PeopleServices, SignIn, SignInServices } from './web/console/port.ts';
import type { WebhookServices } from './web/console/webhook-port.ts';

const minute_ms = 60_000;
/** Tries per address, and together: enough for people, too few for guessing. */
const limits = {
  link: { name: 'link', tries: 5, within_ms: 15 * minute_ms },
  links: { name: 'links', tries: 300, within_ms: 15 * minute_ms },
  code: { name: 'code', tries: 10, within_ms: 60 * minute_ms },
  codes: { name: 'codes', tries: 300, within_ms: 60 * minute_ms },
  tokens: { name: 'tokens', tries: 300, within_ms: 15 * minute_ms },
  passkeys: { name: 'passkeys', tries: 600, within_ms: 15 * minute_ms },
} as const satisfies Readonly<Record<string, Limit>>;
const everybody = 'everybody';
const organisationKinds = Object.keys(rolesOf) as readonly OrganisationKind[];
/** Lines of the trail on one page. */
const trail_page = 50;

/** The addresses at which the console's pages are served; on this machine also by the name that passkeys need. */
export function consoleAddresses(publicUrl: URL): { readonly url: URL; readonly origins: readonly string[] } {
  if (publicUrl.hostname !== '127.0.0.1') return { url: publicUrl, origins: [publicUrl.origin] };
  const named = new URL(publicUrl);
  named.hostname = 'localhost';
  return { url: named, origins: [publicUrl.origin, named.origin] };
}

/** Everything the console asks for, over the database. */
export function consoleServices(config: Config, house: House): ConsoleServices {
  const { origins } = consoleAddresses(config.publicUrl);
  return {
    origins,
    signIn: signInServices(config, house),
    account: accountServices(config, house),
    people: peopleServices(house),
    campaigns: campaignServices(house),
    webhooks: webhookServices(house),
    keys: keyServices(house),
    tickets: ticketServices(config, house),
    figures: figuresServices(house),
    moderation: moderationServices(house),
    feeds: feedDesk(house),
    journal: journalDeskServices(config, house),
    dialogue: dialogueDesk(house),
    meetings: meetingDesk(house),
    settlement: settlementServices(house),
    shifts: shiftServices(house),
  };
}

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

function partyOf(config: Config): RelyingParty {
  const { url, origins } = consoleAddresses(config.publicUrl);
  return {
    id: url.hostname,
    origins: origins.filter((origin) => URL.parse(origin)?.hostname === url.hostname),
  };
}

function signInServices(config: Config, house: House): SignInServices {
  const { db, seal, random, clock } = house;
  const wait = (limit: Limit, about: string) => isLimited(db, seal, limit, about, clock.now());
  const limited = async <Opened>(
    checks: readonly (readonly [Limit, string])[],
    work: () => Promise<Opened | null>,
  ): Promise<SignIn<Opened>> => {
    for (const [limit, about] of checks) {
      const seconds = await wait(limit, about);
      if (seconds !== null) return { kind: 'wait', seconds };
    }
    const opened = await work();
    return opened === null ? { kind: 'refused' } : { kind: 'opened', opened };
  };
  const passkeyHouse = { ...house, party: partyOf(config) };
  const { url } = consoleAddresses(config.publicUrl);
  const sso = config.sso === null ? null : createSso(house, config.sso, url);
  return {
    session: (token) => readSession(db, house, token, clock.now()),
    askLink: async (email, next) => {
      const seconds = (await wait(limits.link, email.toLowerCase())) ?? (await wait(limits.links, everybody));
      if (seconds === null) await askLink(house, email, next, clock.now());
      return seconds;
    },
    link: (token) => readLink(db, seal, token, clock.now()),
    byLink: (token, agent) =>
      limited([[limits.tokens, everybody]], () => enterByLink(house, token, agent, clock.now())),
    bySetup: (token, who, agent) =>
      limited([[limits.tokens, everybody]], () => enterBySetup(house, token, who, agent, clock.now())),
    passkeyOptions: () => authenticationOptions(passkeyHouse, clock.now()),
    byPasskey: (answer, agent) =>
      limited([[limits.passkeys, everybody]], () =>
        enterByPasskey(passkeyHouse, { ...answer, agent }, clock.now()),
      ),
    byCode: (email, code, agent) =>
      limited(
        [
          [limits.code, email.toLowerCase()],
          [limits.codes, everybody],
        ],
        () => enterByCode(db, { seal, random }, { email, code, agent }, clock.now()),
      ),
    sso:
      sso === null
        ? null
        : {
            name: sso.name,
            begin: (next) => sso.begin(next, clock.now()),
            finish: (returned, agent) =>
              limited([[limits.tokens, everybody]], () => sso.finish(returned, agent, clock.now())),
          },
    passkeys: !/^[\d.]+$|:/.test(url.hostname),
  };
}

function accountServices(config: Config, house: House): ConsoleServices['account'] {
  const { db, clock } = house;
  const passkeyHouse = { ...house, party: partyOf(config) };
  const noted = (person: Person, action: string) =>
    record(
      db,
      actorOf(person),
      { action, organisation: null, campaign: null, subject: person.account },
      clock.now(),
    );
  return {
    sessions: ({ account }) => readSessions(db, account, clock.now()),
    close: ({ account }, session) => closeSession(db, account, session),
    closeOthers: ({ account }, but) => closeOtherSessions(db, account, but),
    passkeys: ({ account }) => readPasskeys(db, account),
    passkeyOptions: (person) => registrationOptions(passkeyHouse, person, clock.now()),
    addPasskey: async (person, answer) => {
      const outcome = await addPasskey(passkeyHouse, person, answer, clock.now());
      if (outcome === 'added') await noted(person, 'account.passkey_added');
      return outcome;
    },
    removePasskey: async (person, passkey) => {
      await removePasskey(db, person.account, passkey);
      await noted(person, 'account.passkey_removed');
    },
    codesLeft: ({ account }) => countRecoveryCodes(db, account),
    makeCodes: async (person) => {
      const codes = await makeRecoveryCodes(db, house, person.account);
      await noted(person, 'account.codes_made');
      return codes;
    },
    update: ({ account }, profile) => db.transaction((tx) => updateProfile(tx, account, profile)),
  };
}

function peopleServices(house: House): PeopleServices {
  const { db, clock } = house;
  const campaignOf = async (slug: string) => {
    const entry = await readDraftEntry(db, slug);
    return entry === null ? null : targetOf(entry);
  };
  /** An organisation as a draft names it; null where it is not named, or not well. */
  const namedIn = async (slug: string, organisation: string) => {
    const list = (await readDraft(db, slug))?.draft.organisations;
    const found: { slug?: unknown; name?: unknown; kind?: unknown } | undefined = Array.isArray(list)
      ? list.find((one: { slug?: unknown } | null) => one?.slug === organisation)
      : undefined;
    const kind = organisationKinds.find((one) => one === found?.kind);
    return found === undefined || kind === undefined || typeof found.name !== 'string'
      ? null
      : { slug: organisation, name: found.name, kind };
  };
  /** The campaigns, and the organisations, of which somebody may do this. */
  const scope = async (person: Person, action: 'campaign.edit' | 'audit.read') => {
    const entries = await readDraftEntries(db);
    const mine = (entry: DraftEntry) =>
      permits(person.roles, action, { campaign: targetOf(entry), organisation: null });
    const own = action === 'audit.read' ? 'audit.read' : 'people.manage';
    return {
      campaigns: entries.filter(mine).map((entry) => entry.slug),
      organisations: person.roles
        .map((role) => role.organisation)
        .filter((organisation) => permits(person.roles, own, { campaign: null, organisation })),
    };
  };
  return {
    list: async (person) => readPeople(db, await scope(person, 'campaign.edit')),
    invite: async (person, invitation) =>
      invite(
        house,
        invitation,
        {
          actor: actorOf(person),
          roles: person.roles,
          campaign: invitation.campaign === null ? null : await campaignOf(invitation.campaign),
          named:
            invitation.campaign === null ? null : await namedIn(invitation.campaign, invitation.organisation),
        },
        clock.now(),
      ),
    take: (person, membership) =>
      takeRole(db, membership, { actor: actorOf(person), roles: person.roles, campaignOf }, clock.now()),
    trail: async (person, filter) => readTrail(db, await scope(person, 'audit.read'), filter, trail_page),
  };
}

function campaignServices(house: House): CampaignServices {
  const { db, clock, random } = house;
  const entryOf = (
    { slug, operator }: { readonly slug: string; readonly operator: string },
    action: string,
    details: Readonly<Record<string, string>> = {},
  ) => ({ action, organisation: operator, campaign: slug, subject: slug, details });
  return {
    entries: () => readDraftEntries(db),
    entry: (slug) => readDraftEntry(db, slug),
    draft: (slug) => readDraft(db, slug),
    create: (person, draft) =>
      db.transaction(async (tx) => {
        const outcome = await createDraft(tx, draft, clock.now());
        if (outcome === 'created')
          await record(tx, actorOf(person), entryOf(draft, 'campaign.create'), clock.now());
        return outcome;
      }),
    save: (person, draft, revision, what) =>
      db.transaction(async (tx) => {
        const outcome = await saveDraft(tx, draft, revision, clock.now());
        if (outcome === 'saved')
          await record(tx, actorOf(person), entryOf(draft, 'campaign.edit', { what }), clock.now());
        return outcome;
      }),
    find: (person, slug, finding) =>
      db.transaction(async (tx) => {
        const by = { account: person.account, name: actorOf(person).name };
        await addFinding(tx, slug, finding, by, clock.now());
        const { partner, criterion, result } = finding;
        const entry = {
          action: 'charter.examine',
          organisation: partner,
          campaign: slug,
          subject: criterion,
        };
        await record(tx, actorOf(person), { ...entry, details: { result } }, clock.now());
      }),
    sign: (person, draft, kind, scope) =>
      db.transaction(async (tx) => {
        const by = { account: person.account, name: actorOf(person).name };
        await sign(
          tx,
          { slug: draft.slug, file: draft.draft, base: draft.base },
          kind,
          scope,
          by,
          clock.now(),
        );
        await record(tx, actorOf(person), entryOf(draft, `charter.sign_${kind}`), clock.now());
      }),
    publish: (person, slug, revision, notices) =>
      publishDraft(db, slug, revision, notices, {
        clock,
        random,
        record: (tx) =>
          record(
            tx,
            actorOf(person),
            { action: 'campaign.publish', organisation: null, campaign: slug, subject: slug },
            clock.now(),
          ),
      }),
    adopt: (person, slug) =>
      db.transaction(async (tx) => {
        await adoptPublished(tx, slug, clock.now());
        await record(
          tx,
          actorOf(person),
          { action: 'campaign.adopt', organisation: null, campaign: slug, subject: slug },
          clock.now(),
        );
      }),
    exported: async (slug) => {
      const published = await exportCampaign(db, slug);
      const draft = published === null ? await readDraft(db, slug) : null;
      return draft === null ? published : printDraft(draft);
    },
  };
}

function figuresServices({ db, clock }: House): FiguresServices {
  return {
    dashboard: (slug, publicOnly) => readDashboard(db, slug, publicOnly, clock.now()),
    relays: async (slug, filter, after, limit) => {
      const id = await readId(db, slug);
      return id === null ? null : readRelayRows(db, id, filter, after, limit);
    },
    sites: async (slug, filter, after, limit) => {
      const id = await readId(db, slug);
      return id === null ? null : readSiteRows(db, id, filter, after, limit);
    },
    exported: (person, slug, list) =>
      record(
        db,
        actorOf(person),
        { action: 'export.read', organisation: null, campaign: slug, subject: slug, details: { list } },
        clock.now(),
      ),
  };
}

/** Deliveries that the page shows. */
const deliveries_max = 50;

function webhookServices(house: House): WebhookServices {
  const { db, clock, random } = house;
  const inCampaign = <T>(
    slug: string,
    work: (tx: Transaction, campaign: CampaignId) => Promise<T>,
  ): Promise<T> =>
    db.transaction(async (tx) => {
      const id = await readId(tx, slug);
      if (id === null) throw new Error('the campaign was found before');
      return work(tx, id);
    });
  const noted = (tx: Transaction, person: Person, slug: string, action: string, subject: string) =>
    record(
      tx,
      actorOf(person),
      { action: `webhook.${action}`, organisation: null, campaign: slug, subject },
      clock.now(),
    );
  return {
    read: async (slug) => {
      const id = await readId(db, slug);
      return id === null
        ? { endpoints: [], messages: [] }
        : { endpoints: await readEndpoints(db, id), messages: await readMessages(db, id, deliveries_max) };
    },
    add: (person, slug, endpoint) =>
      inCampaign(slug, async (tx, campaign) => {
        const added = await addEndpoint(tx, campaign, endpoint, random, clock.now());
        if (added !== null) await noted(tx, person, slug, 'add', added.id);
        return added?.secret ?? null;
      }),
    rotate: (person, slug, endpoint) =>
      inCampaign(slug, async (tx, campaign) => {
        const secret = await rotateSecret(tx, campaign, endpoint, random, clock.now());
        if (secret !== null) await noted(tx, person, slug, 'rotate', endpoint);
        return secret;
      }),
    act: (person, slug, what) =>
      inCampaign(slug, async (tx, campaign) => {
        const now = clock.now();
        const subject = what.do === 'replay' ? what.message : what.endpoint;
        const done =
          what.do === 'replay'
            ? (await replay(tx, campaign, { message: what.message }, now)) !== null
            : what.do === 'replay-all'
              ? (await replay(tx, campaign, { endpoint: what.endpoint }, now)) !== null
              : what.do === 'test'
                ? await testEndpoint(tx, campaign, what.endpoint, random, now)
                : await setEndpoint(tx, campaign, what.endpoint, what.do === 'enable', now);
        if (done) await noted(tx, person, slug, what.do, subject);
        return done;
      }),
  };
}
