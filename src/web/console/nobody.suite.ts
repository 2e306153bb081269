import type { ConsoleServices } from './port.ts';

/** A console that nobody is signed in to, for tests of the rest. */
const unasked = async (): Promise<never> => {
  throw new Error('nobody is signed in');
};

export const nobody: ConsoleServices = {
  origins: ['https://relais.example'],
  signIn: {
    session: async () => null,
    askLink: async () => null,
    link: async () => null,
    byLink: async () => ({ kind: 'refused' }),
    bySetup: async () => ({ kind: 'refused' }),
    passkeyOptions: unasked,
    byPasskey: async () => ({ kind: 'refused' }),
    byCode: async () => ({ kind: 'refused' }),
    sso: null,
    passkeys: true,
  },
  account: {
    sessions: unasked,
    close: unasked,
    closeOthers: unasked,
    passkeys: unasked,
    passkeyOptions: unasked,
    addPasskey: unasked,
    removePasskey: unasked,
    codesLeft: unasked,
    makeCodes: unasked,
    update: unasked,
  },
  people: { list: unasked, invite: unasked, take: unasked, trail: unasked },
  keys: { retailers: async () => [], read: async () => [], make: unasked, rotate: unasked, revoke: unasked },
  webhooks: { read: unasked, add: unasked, rotate: unasked, act: unasked },
  campaigns: {
    entries: async () => [],
    entry: async () => null,
    draft: async () => null,
    create: unasked,
    save: unasked,
    find: unasked,
    sign: unasked,
    publish: unasked,
    adopt: unasked,
    exported: async () => null,
  },
  moderation: {
    queue: async () => null,
    counts: async () => new Map(),
    relay: async () => null,
    decide: unasked,
    setKind: unasked,
    appeals: async () => null,
    answer: unasked,
    listed: async () => null,
    history: async () => null,
    list: unasked,
  },
  settlement: {
    read: async () => null,
    statement: async () => null,
    close: unasked,
    declare: unasked,
    answer: unasked,
    deliver: unasked,
    print: unasked,
  },
  figures: {
    dashboard: async () => null,
    relays: async () => null,
    sites: async () => null,
    exported: unasked,
  },
};
