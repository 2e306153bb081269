import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importCampaign, readId } from '../src/campaign/mod.ts';
import { noticeWords } from '../src/compose-notices.ts';
import type { WebhookEvent } from '../src/domain/mod.ts';
import { guardedPost, parseFetchAllow } from '../src/evidence/mod.ts';
import { type CampaignId, newId, type RelayId, systemRandom } from '../src/kernel/mod.ts';
import { createMailer } from '../src/mail/mod.ts';
import {
  addEndpoint,
  askToBeTold,
  attempt,
  confirmSubscription,
  createDeliverer,
  forgetUnconfirmed,
  readSubscription,
  type Send,
  type SubscribeHouse,
  sendDue,
  setEndpoint,
  takeDue,
  tellCalendar,
  tellEvents,
  testEndpoint,
  unsubscribe,
} from '../src/notices/mod.ts';
import { createSeal } from '../src/people/mod.ts';
import { type Database, sqlTime } from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases, openMigrated } from './database.ts';
import { startMailbox } from './mailbox.ts';
import { isSigned, type Receiver, startReceiver } from './receiver.ts';

const minute_ms = 60_000;
const day_ms = 86_400_000;

onBothDatabases('notices after a crash', (kind) => {
  let db: Database;
  let mailbox: Awaited<ReturnType<typeof startMailbox>>;
  let receiver: Receiver;
  let campaign: CampaignId;
  let slug: string;
  let now = Date.parse('2026-11-23T09:00:00Z');
  let made = 0;
  const clock = { now: () => now };
  const random = systemRandom;
  const seal = createSeal('a secret of the tests');
  const errors: string[] = [];
  const loopback = parseFetchAllow('127.0.0.0/8');
  if (loopback.kind === 'invalid') throw new Error('not a range');
  const send: Send = (to, message) => guardedPost(to, message, { allow: loopback.allow, timeout_ms: 5000 });

  beforeAll(async () => {
    db = await openMigrated(kind);
    mailbox = await startMailbox();
  });
  afterAll(async () => {
    await mailbox.stop();
    await db.close();
  });
  beforeEach(async () => {
    campaign = await anotherCampaign();
    receiver = await startReceiver();
    mailbox.got.length = 0;
    mailbox.manner = 'take';
    errors.length = 0;
  });
  afterEach(async () => {
    for (const table of [
      'notice_event',
      'notice_mail',
      'webhook_attempt',
      'webhook_message',
      'webhook_endpoint',
      'relay_subscription',
    ])
      await db.rows(`DELETE FROM ${table}`);
    await receiver.stop();
  });

  const house = () => ({
    ...{ db, clock, random, seal, words: noticeWords, send },
    publicUrl: 'https://relais.example',
    publicHost: 'relais.example',
    userAgent: 'Relais/test',
    mailer: createMailer({
      smtp: mailbox.url,
      from: 'Relais <relais@relais.example>',
      outbox: join(tmpdir(), 'relais-no-outbox'),
      clock,
      random,
      onOutbox: () => {},
    }),
    onError: (error: unknown) => errors.push(String(error)),
  });
  /** A relay as the house keeps it, in a state. */
  const relay = async (state: 'checking' | 'held' = 'checking'): Promise<RelayId> => {
    const id: RelayId = newId('rly', now, random);
    const source = `https://blog.example/${id}`;
    await db.rows(
      `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, received_at, claimed_at)
       VALUES ($1, $2, $3, $3, 'blog.example', 'https://relais.example/c/x', 'webmention', $4, $5, $5)`,
      [id, campaign, source, state, sqlTime(now)],
    );
    return id;
  };
  /** What the judge does to a relay, as far as notices see it. */
  const held = (id: RelayId, on: Pick<Database, 'rows'> = db) =>
    on.rows(
      `WITH step AS (INSERT INTO relay_step (relay_id, at, kind, reason) VALUES ($1, $2, 'held', 'review'))
       UPDATE relay SET state = 'held', reason = 'review' WHERE id = $1`,
      [id, sqlTime(now)],
    );
  const asked = async (id: RelayId, email: string) => {
    const tokens: string[] = [];
    const words: SubscribeHouse['words'] = (language) => ({
      ...noticeWords(language),
      confirm: ({ address }) => {
        tokens.push(address.split('/').at(-1) ?? '');
        return { subject: 'confirm', text: address };
      },
    });
    expect(await askToBeTold({ ...house(), words }, { relay: id, email, language: 'fr' }, now)).toBe('asked');
    return tokens[0] ?? '';
  };
  const subscribed = async (id: RelayId, email: string) => {
    const token = await asked(id, email);
    expect(await confirmSubscription(db, seal, token, now)).toBe(true);
    await db.rows('DELETE FROM notice_mail');
    return token;
  };
  const endpoint = (events: readonly WebhookEvent[] = ['relay.held']) =>
    db.transaction(async (tx) => {
      const added = await addEndpoint(tx, campaign, { url: receiver.url, events }, random, now);
      if (added === null) throw new Error('too many');
      return added;
    });
  const count = async (table: string) => (await db.rows(`SELECT 1 AS one FROM ${table}`)).length;
  const anotherCampaign = async () => {
    slug = `crash${++made}`;
    await importCampaign(db, campaignFile({ slug }), clock);
    return (await readId(db, slug)) as CampaignId;
  };
  const all = async (work: () => Promise<number>) => {
    while ((await work()) > 0);
  };

  describe('between what happened and what is written', () => {
    test('what was taken back is told to nobody', async () => {
      const id = await relay();
      await subscribed(id, 'anna@blog.example');
      await endpoint();
      const broken = db.transaction(async (tx) => {
        await held(id, tx);
        throw new Error('the disk is full');
      });
      await expect(broken).rejects.toThrow('the disk is full');
      expect(await count('notice_event')).toBe(0);
    });

    test('events stay when the mails made of them could not be kept, and are told once', async () => {
      const id = await relay();
      await subscribed(id, 'anna@blog.example');
      await endpoint();
      await held(id);
      const broken = () => {
        throw new Error('killed');
      };
      await expect(tellEvents({ ...house(), words: broken })).rejects.toThrow('killed');
      expect([
        await count('notice_event'),
        await count('notice_mail'),
        await count('webhook_message'),
      ]).toEqual([1, 0, 0]);
      await all(() => tellEvents(house()));
      expect([
        await count('notice_event'),
        await count('notice_mail'),
        await count('webhook_message'),
      ]).toEqual([0, 1, 1]);
    });

    test('several processes at once tell each event once, send each mail once, take each message once', async () => {
      const ids: RelayId[] = [];
      for (let n = 0; n < 40; n++) {
        const id = await relay();
        ids.push(id);
        await subscribed(id, `reader${n}@blog.example`);
      }
      await endpoint();
      for (const id of ids) await held(id);
      const crowd = <T>(work: () => Promise<T>) => Promise.all([work(), work(), work(), work()]);
      await crowd(() => all(() => tellEvents(house())));
      expect([await count('notice_event'), await count('notice_mail')]).toEqual([0, 40]);
      await crowd(() => all(() => sendDue(house())));
      expect(mailbox.got.map((mail) => mail.to).sort()).toEqual(
        ids.map((_, n) => `reader${n}@blog.example`).sort(),
      );
      const taken = (await crowd(() => takeDue(house(), new Map()))).flat().map((one) => one.id);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.length).toBeGreaterThan(0);
    });

    test.each(['confirm first', 'judge first', 'at once'])(
      'confirmed while it is judged: told once (%s)',
      async (order) => {
        const id = await relay();
        const token = await asked(id, 'anna@blog.example');
        await db.rows('DELETE FROM notice_mail');
        const confirm = () => confirmSubscription(db, seal, token, now);
        const judge = () => db.transaction((tx) => held(id, tx));
        if (order === 'at once') await Promise.all([confirm(), judge()]);
        else for (const one of order === 'judge first' ? [judge, confirm] : [confirm, judge]) await one();
        expect(await count('notice_event')).toBe(1);
        await all(() => tellEvents(house()));
        expect(await count('notice_mail')).toBe(1);
      },
    );
  });

  describe('between what is written and what is sent', () => {
    test('a mail that was handed over, and the answer lost, comes again as the same mail', async () => {
      const id = await relay('held');
      const stop = await subscribed(id, 'anna@blog.example');
      await all(() => tellEvents(house()));
      mailbox.manner = 'take-and-die';
      await sendDue(house());
      mailbox.manner = 'take';
      expect(await sendDue(house()), 'not at once').toBe(0);
      now += 3 * minute_ms;
      await all(() => sendDue(house()));
      const ids = mailbox.got.map((mail) => /^Message-ID: (.*)$/im.exec(mail.text)?.[1]);
      expect(ids).toHaveLength(2);
      expect(ids[0]).toMatch(/^<mai_\w{26}@relais\.example>$/);
      expect(ids[1]).toBe(ids[0]);
      const unfolded = (mailbox.got[0]?.text ?? '').replace(/\n[ \t]+/g, ' ');
      expect(unfolded).toContain(`List-Unsubscribe: <https://relais.example/notices/${stop}/stop>`);
      expect(unfolded).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      expect(await count('notice_mail')).toBe(0);
    });

    test('a mail that a killed process had taken is sent by another, later', async () => {
      await subscribed(await relay('held'), 'anna@blog.example');
      await all(() => tellEvents(house()));
      const killed = { ...house(), mailer: { send: () => new Promise<void>(() => {}), close: () => {} } };
      sendDue(killed);
      await expect
        .poll(async () => (await db.rows('SELECT 1 AS one FROM notice_mail WHERE attempts = 1')).length)
        .toBe(1);
      expect(await sendDue(house())).toBe(0);
      now += 16 * minute_ms;
      expect(await sendDue(house())).toBe(1);
      expect(mailbox.got.map((mail) => mail.to)).toEqual(['anna@blog.example']);
    });

    test('what a mail server refuses is tried for a day, and its words about the address are not logged', async () => {
      await subscribed(await relay('held'), 'nobody@blog.example');
      await all(() => tellEvents(house()));
      mailbox.manner = 'refuse';
      for (let n = 0; n < 20; n++) {
        await all(() => sendDue(house()));
        now += 7 * 3_600_000;
      }
      expect(await count('notice_mail')).toBe(0);
      expect(errors).toHaveLength(12);
      expect(errors[0]).toContain('550');
      expect(errors.join()).not.toContain('@');
    });

    test('whoever stops, or whose address is deleted, gets nothing that was waiting', async () => {
      const id = await relay('held');
      const token = await subscribed(id, 'anna@blog.example');
      await all(() => tellEvents(house()));
      await unsubscribe(db, seal, token);
      expect(await sendDue(house())).toBe(0);
      expect(await count('relay_subscription')).toBe(0);
    });
  });

  describe('links', () => {
    test('the way out of every mail works, of the first as of the last', async () => {
      const id = await relay('held');
      const first = await subscribed(id, 'anna@blog.example');
      await all(() => tellEvents(house()));
      await held(id);
      await all(() => tellEvents(house()));
      const ways = await db.rows<{ unsubscribe: string }>('SELECT unsubscribe FROM notice_mail');
      expect(ways.map((one) => one.unsubscribe)).toEqual(
        [1, 2].map(() => `https://relais.example/notices/${first}/stop`),
      );
      await unsubscribe(db, seal, first);
      expect(await readSubscription(db, seal, first, now)).toBeNull();
      expect(await confirmSubscription(db, seal, first, now), 'replayed after the end').toBe(false);
    });

    test('a question is answered within a week or forgotten with its address', async () => {
      const id = await relay('held');
      const token = await asked(id, 'late@blog.example');
      expect(await readSubscription(db, seal, token, now + 6 * day_ms)).not.toBeNull();
      expect(await readSubscription(db, seal, token, now + 8 * day_ms)).toBeNull();
      expect(await confirmSubscription(db, seal, token, now + 8 * day_ms)).toBe(false);
      await forgetUnconfirmed(db, now + 8 * day_ms);
      expect(await db.rows('SELECT id FROM relay_subscription WHERE relay_id = $1', [id])).toEqual([]);
    });

    test('nobody’s mailbox is filled by asking again, and what a stranger typed is not in the mail', async () => {
      const id = await relay('held');
      for (let n = 0; n < 10; n++)
        await askToBeTold(
          house(),
          { relay: id, email: 'Victim@blog.example', language: 'en' },
          now + n * minute_ms,
        );
      const mails = await db.rows<{ body: string }>('SELECT body FROM notice_mail');
      expect(mails).toHaveLength(1);
      expect(mails[0]?.body).toContain(`https://relais.example/relays/${id}`);
      expect(mails[0]?.body).not.toContain('https://blog.example');
      await askToBeTold(
        house(),
        { relay: id, email: 'victim@blog.example', language: 'en' },
        now + 2 * day_ms,
      );
      expect(await count('notice_mail')).toBe(2);
    });
  });

  describe('webhooks', () => {
    test('a message whose answer was lost in a crash comes again with its id, and no sooner than its lease', async () => {
      const { secret } = await endpoint();
      await held(await relay());
      await all(() => tellEvents(house()));
      const [message] = await takeDue(house(), new Map());
      if (message === undefined) throw new Error('nothing is due');
      const killed: Send = async (to, sent) => {
        await send(to, sent);
        throw new Error('killed');
      };
      await expect(attempt({ ...house(), send: killed }, message)).rejects.toThrow('killed');
      expect(await takeDue(house(), new Map())).toEqual([]);
      now += 2 * minute_ms;
      for (const one of await takeDue(house(), new Map())) await attempt(house(), one);
      expect(receiver.got).toHaveLength(2);
      expect(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size).toBe(1);
      expect(receiver.got.every((one) => isSigned(one, secret))).toBe(true);
      now += 30 * day_ms;
      expect(await takeDue(house(), new Map()), 'delivered for good').toEqual([]);
    });

    test('a gone address is switched off once, whatever was under way, and its operators get one mail', async () => {
      const { id } = await endpoint();
      await db.rows(
        "INSERT INTO account (id, email, name, language, created_at) VALUES ($1, $2, 'Olga', 'fr', now())",
        [`acc_${slug}`, `olga@${slug}.example`],
      );
      await db.rows(
        `INSERT INTO membership (account_id, organisation_id, role, campaign, created_at)
         SELECT $1, id, 'operator', $2, now() FROM organisation WHERE slug = 'netscouade'`,
        [`acc_${slug}`, slug],
      );
      receiver.answer = () => ({ status: 410 });
      for (let n = 0; n < 4; n++) await db.transaction((tx) => testEndpoint(tx, campaign, id, random, now));
      const taken = await takeDue(house(), new Map());
      expect(taken).toHaveLength(4);
      await Promise.all(taken.map((one) => attempt(house(), one)));
      const mails = await db.rows<{ email: string; body: string }>('SELECT email, body FROM notice_mail');
      expect(mails.map((mail) => mail.email)).toEqual([`olga@${slug}.example`]);
      expect(mails[0]?.body).toMatch(/n’existe plus \(410\)/);
      expect(mails[0]?.body).toContain(`/console/c/${slug}/webhooks`);
      expect(mails[0]?.body, 'a host is named, a path may be a secret').not.toContain('/hook');
    });

    test('an address that fails gets one try at a time, a working one several, the fresh before the busy', async () => {
      const failing = await endpoint();
      await db.rows('UPDATE webhook_endpoint SET failing_since = $2 WHERE id = $1', [
        failing.id,
        sqlTime(now),
      ]);
      const working = await endpoint();
      const busy = await endpoint();
      for (const one of [failing, working, busy])
        for (let n = 0; n < 6; n++)
          await db.transaction((tx) => testEndpoint(tx, campaign, one.id, random, now));
      const taken = await takeDue(house(), new Map([[busy.id, 3]]));
      const of = (id: string) => taken.filter((one) => one.endpoint === id).length;
      expect([of(failing.id), of(working.id), of(busy.id)]).toEqual([1, 4, 1]);
      await db.transaction((tx) => setEndpoint(tx, campaign, working.id, false, now));
      now += 2 * minute_ms;
      const later = await takeDue(house(), new Map());
      expect(
        later.filter((one) => one.endpoint === working.id),
        'switched off',
      ).toEqual([]);
    });

    test('thirty addresses that never answer hold none up', async () => {
      const silent: string[] = [];
      for (let n = 0; n < 15; n++) silent.push((await endpoint()).id);
      campaign = await anotherCampaign();
      for (let n = 0; n < 15; n++) silent.push((await endpoint()).id);
      campaign = await anotherCampaign();
      const quick = await endpoint();
      await db.rows("UPDATE webhook_endpoint SET url = 'http://silent.example/' WHERE id <> $1", [quick.id]);
      for (const id of [...silent, quick.id])
        await db.rows(
          `INSERT INTO webhook_message (id, endpoint_id, event, body, created_at, next_at)
           SELECT 'msg_' || $1::text || n, $1, 'test', '{}', $2, $2 FROM generate_series(1, 200) n`,
          [id, sqlTime(now)],
        );
      let answer = () => {};
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const hanging: Send = async (to, message) => {
        if (to.host === 'silent.example') await answered;
        return to.host === 'silent.example'
          ? { kind: 'failed', detail: 'no answer in time' }
          : send(to, message);
      };
      let stopped = false;
      const running = new Set<Promise<void>>();
      const look = createDeliverer({ ...house(), send: hanging }, (work) => {
        if (stopped) return Promise.resolve();
        const done = work().then(
          () => {},
          (error) => void errors.push(String(error)),
        );
        running.add(done);
        return done;
      });
      look();
      await expect.poll(() => receiver.got.length, { timeout: 15_000 }).toBe(200);
      expect(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size).toBe(200);
      stopped = true;
      answer();
      await Promise.all(running);
      expect(errors).toEqual([]);
    });

    test('an opening is told once, and not to an address that was added after it', async () => {
      const late = `${slug}-late`;
      const opens = new Date(now + day_ms).toISOString();
      await importCampaign(db, campaignFile({ slug: late, opens }), clock);
      campaign = (await readId(db, late)) as CampaignId;
      await endpoint(['campaign.opened']);
      await tellCalendar(house());
      expect(await count('webhook_message'), 'too soon').toBe(0);
      now += 2 * day_ms;
      await Promise.all([tellCalendar(house()), tellCalendar(house())]);
      expect(await count('webhook_message')).toBe(1);
      campaign = (await readId(db, slug)) as CampaignId;
      await endpoint(['campaign.opened']);
      await tellCalendar(house());
      expect(await count('webhook_message'), 'opened long before').toBe(1);
    });
  });
});
