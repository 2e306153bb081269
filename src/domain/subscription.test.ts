import { describe, expect, test } from 'vitest';
import { hubIsTrusted, pollBesideHub, type Subscription, shouldAsk } from './subscription.ts';

const day = 86_400_000;
const now = 100 * day;
const active: Subscription = {
  state: 'active',
  askedAt: now - 5 * day,
  tries: 0,
  leaseUntil: now + 5 * day,
  toldAt: now - day,
  missedAt: null,
};

describe('subscriptions', () => {
  test.each<[string, Partial<Subscription> | null, boolean]>([
    ['none yet', null, true],
    ['active, far from its end', {}, false],
    ['active, three days left', { leaseUntil: now + 3 * day - 1 }, true],
    ['active, ended', { leaseUntil: now - 1 }, true],
    ['active, renewal asked an hour ago', { leaseUntil: now + day, askedAt: now - day / 24 }, false],
    ['asked an hour ago', { state: 'asked', tries: 1, askedAt: now - day / 24 }, false],
    ['asked four hours ago, silent', { state: 'asked', tries: 1, askedAt: now - day / 6 }, true],
    ['asked six times in vain', { state: 'asked', tries: 6, askedAt: 0 }, false],
    ['being ended', { state: 'stopping', askedAt: 0 }, false],
    ['refused yesterday', { state: 'stopped', askedAt: now - day }, false],
    ['refused a week ago', { state: 'stopped', askedAt: now - 7 * day }, true],
  ])('ask the hub: %s → %s', (_name, change, asked) => {
    expect(shouldAsk(change === null ? null : { ...active, ...change }, now)).toBe(asked);
  });

  test.each<[string, Partial<Subscription> | null, boolean]>([
    ['none', null, false],
    ['active and heard', {}, true],
    ['active, never heard', { toldAt: null }, false],
    ['its lease ended', { leaseUntil: now }, false],
    ['a post was missed since', { missedAt: now - day / 2 }, false],
    ['missed one, told of one since', { missedAt: now - 2 * day }, true],
    ['not granted', { state: 'asked' }, false],
    ['ended', { state: 'stopped' }, false],
  ])('the hub is trusted: %s → %s', (_name, change, trusted) => {
    const subscription = change === null ? null : { ...active, ...change };
    expect(hubIsTrusted(subscription, now)).toBe(trusted);
    const planned = now + 900_000;
    expect(pollBesideHub(planned, subscription, now)).toBe(trusted ? now + day / 4 : planned);
    expect(pollBesideHub(null, subscription, now)).toBeNull();
  });
});
