import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { closeServer, listen } from '../src/cli/demo/blog-server.ts';

const everybody = 'https://www.w3.org/ns/activitystreams#Public';

/** Somebody on a server of the fediverse, with the key that signs for them. */
export type Person = { readonly name: string; readonly id: string; readonly keyId: string; key: KeyObject };
export type Activity = Readonly<Record<string, unknown>>;
/** What is sent otherwise than it should be. */
export type Amiss = {
  readonly spec?: 'draft' | 'rfc9421';
  readonly keyId?: string;
  readonly key?: KeyObject;
  /** Covered by the signature, in order. */
  readonly covered?: readonly string[];
  readonly date?: Date;
  /** The body that is sent in place of the one that was signed. */
  readonly body?: string;
  readonly host?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly unsigned?: boolean;
};

/** A server of the fediverse on a loopback address, which signs by its own means: nothing of ours, nothing of a library's. */
export async function startInstance(host: string) {
  const things = new Map<string, { status: number; body: string; type: string }>();
  const people = new Map<string, Person>();
  const asked: { readonly path: string; readonly signed: boolean }[] = [];
  const received: {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: Activity;
  }[] = [];
  /** `secure`: strangers are answered with 401. `inbox`: the status that letters get. */
  const state = { secure: false, inbox: 202, wants: null as string | null };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const old = !('signature-input' in request.headers);
        if (state.wants === 'rfc9421' && old) return void response.writeHead(401).end();
        if (state.inbox < 300)
          received.push({
            path,
            headers: request.headers,
            body: JSON.parse(Buffer.concat(chunks).toString()),
          });
        response.writeHead(state.inbox).end();
      });
      return;
    }
    const signed = 'signature' in request.headers;
    asked.push({ path, signed });
    const thing = things.get(path);
    if (thing === undefined) return void response.writeHead(404).end();
    if (state.secure && !signed) return void response.writeHead(401).end();
    response.writeHead(thing.status, { 'content-type': thing.type }).end(thing.body);
  });
  const origin = await listen(server, host, 0);
  const put = (id: string, thing: object, status = 200) =>
    things.set(new URL(id).pathname, {
      status,
      body: JSON.stringify(thing),
      type: 'application/activity+json',
    });

  const actorOf = (person: Person, pem: string, more: object = {}) => ({
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    id: person.id,
    type: 'Person',
    preferredUsername: person.name,
    name: `${person.name} <b>Kiwi</b>`,
    inbox: `${person.id}/inbox`,
    endpoints: { sharedInbox: `${origin}/inbox` },
    publicKey: { id: person.keyId, owner: person.id, publicKeyPem: pem },
    ...more,
  });
  const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
  const pairOf = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

  /** A new person; `more` changes what their document says. */
  const person = (name: string, more: object = {}, keys = pairOf()): Person => {
    const { publicKey, privateKey } = keys;
    const id = `${origin}/users/${name}`;
    const made: Person = { name, id, keyId: `${id}#main-key`, key: privateKey };
    put(id, actorOf(made, pemOf(publicKey), more));
    people.set(name, made);
    return made;
  };
  /** A new key under the same name. */
  const rotate = (one: Person) => {
    const { publicKey, privateKey } = pairOf();
    one.key = privateKey;
    put(one.id, actorOf(one, pemOf(publicKey)));
  };
  let last = 0;
  const next = () => `${Date.now()}${++last}`;

  /** A public message, kept where it can be read. */
  const note = (author: Person, more: object = {}): Activity & { readonly id: string } => {
    const id = `${author.id}/statuses/${next()}`;
    const thing = {
      id,
      type: 'Note',
      attributedTo: author.id,
      to: [everybody],
      cc: [],
      published: new Date().toISOString(),
      content: '<p>Bonjour</p>',
      ...more,
    };
    put(id, { '@context': 'https://www.w3.org/ns/activitystreams', ...thing });
    return thing;
  };
  const activity = (type: string, actor: Person, object: unknown, more: object = {}): Activity => ({
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `${actor.id}/activities/${next()}`,
    type,
    actor: actor.id,
    to: [everybody],
    object,
    ...more,
  });

  /** Signs an activity and sends it; gives the answer. */
  const send = async (inbox: string, by: Person, what: Activity, amiss: Amiss = {}): Promise<Response> => {
    const url = new URL(inbox);
    const body = JSON.stringify(what);
    const headers = signedHeaders(url, by, body, amiss);
    return fetch(inbox, { method: 'POST', headers, body: amiss.body ?? body });
  };
  return {
    origin,
    asked,
    received,
    state,
    person,
    rotate,
    note,
    activity,
    send,
    put,
    remove: (id: string, status = 410) =>
      things.set(new URL(id).pathname, { status, body: '', type: 'application/activity+json' }),
    page: (path: string, html: string) => things.set(path, { status: 200, body: html, type: 'text/html' }),
    close: () => closeServer(server),
  };
}

/** Headers of a letter as its author's server signs it. */
export function signedHeaders(
  url: URL,
  by: Pick<Person, 'key' | 'keyId'>,
  body: string,
  amiss: Amiss = {},
): Record<string, string> {
  const digest = createHash('sha256').update(body).digest('base64');
  const date = (amiss.date ?? new Date()).toUTCString();
  const keyId = amiss.keyId ?? by.keyId;
  const key = amiss.key ?? by.key;
  const host = amiss.host ?? url.host;
  const base = { 'content-type': 'application/activity+json', date, ...amiss.more };
  if (amiss.unsigned === true) return base;
  if (amiss.spec === 'rfc9421') {
    const covered = amiss.covered ?? ['@method', '@target-uri', 'content-digest'];
    const values: Record<string, string> = {
      '@method': 'POST',
      '@target-uri': url.href.replace(url.host, host),
      '@authority': host,
      '@path': url.pathname,
      'content-digest': `sha-256=:${digest}:`,
      date,
    };
    const created = Math.floor((amiss.date ?? new Date()).getTime() / 1000);
    const parameters = `(${covered.map((one) => `"${one}"`).join(' ')});created=${created};keyid="${keyId}"`;
    const text = [
      ...covered.map((one) => `"${one}": ${values[one]}`),
      `"@signature-params": ${parameters}`,
    ].join('\n');
    const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
    return {
      ...base,
      'content-digest': `sha-256=:${digest}:`,
      'signature-input': `sig1=${parameters}`,
      signature: `sig1=:${signature}:`,
    };
  }
  const covered = amiss.covered ?? ['(request-target)', 'host', 'date', 'digest'];
  const values: Record<string, string> = {
    '(request-target)': `post ${url.pathname}`,
    host,
    date,
    digest: `SHA-256=${digest}`,
  };
  const text = covered.map((name) => `${name}: ${values[name]}`).join('\n');
  const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
  return {
    ...base,
    digest: `SHA-256=${digest}`,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="${covered.join(' ')}",signature="${signature}"`,
  };
}
