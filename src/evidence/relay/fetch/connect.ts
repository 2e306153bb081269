import { isIP, type LookupFunction, connect as netConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { buildConnector } from 'undici';
import { type FetchAllow, type Host, judgeAddress } from './guard.ts';

/** Thrown on the way to a host that must not be reached; its message is the phrase for the outcome's detail. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

/** Makes undici's connections. `abandon` gives up whatever is being connected; the callback is then never called. */
export type GuardedConnector = { readonly connect: buildConnector.connector; readonly abandon: () => void };

type Found = { readonly address: string; readonly family: number };

/**
 * A connector with the second and third layer of the guard. Each connection asks for the addresses once and connects
 * to those that were judged, so a name that answers otherwise a moment later (rebinding) gains nothing; if any address
 * of a name is refused, all are. The peer of the connected socket is judged before a byte is sent, TLS's included.
 * Nothing is cached here. Fails with `BlockedError`, or with the error of look-up, connection or TLS.
 */
export function guardedConnector(allow: FetchAllow, lookup: LookupFunction): GuardedConnector {
  let pending: Socket | null = null;
  let abandoned = false;

  const connect: buildConnector.connector = (options, done) => {
    const secure = options.protocol === 'https:';
    const host: Host = { name: options.hostname, port: Number(options.port) || (secure ? 443 : 80) };
    addressesOf(host, lookup, (error, found) => {
      if (abandoned) return;
      const refusal = error ?? refusalOf(found, host, allow);
      if (refusal !== null) return done(refusal, null);
      pending = openSocket(host, found, (failure, socket) => {
        if (abandoned) return;
        if (failure !== null) return done(failure, null);
        const peer = judgeAddress(socket.remoteAddress ?? '', host, allow);
        if (peer.kind === 'blocked') {
          socket.destroy();
          return done(new BlockedError(`connected elsewhere: ${peer.why}`), null);
        }
        if (!secure) {
          pending = null;
          return done(null, socket);
        }
        pending = startTls(socket, host, (tlsFailure, tls) => {
          if (abandoned) return;
          pending = null;
          if (tlsFailure !== null) done(tlsFailure, null);
          else done(null, tls);
        });
      });
    });
  };

  const abandon = (): void => {
    abandoned = true;
    pending?.destroy();
  };
  return { connect, abandon };
}

/** Every address of a host; a literal is its own. undici and net never look literals up, so it is done here for both. */
function addressesOf(
  host: Host,
  lookup: LookupFunction,
  done: (error: Error | null, found: readonly Found[]) => void,
): void {
  const family = isIP(host.name);
  if (family !== 0) {
    done(null, [{ address: host.name, family }]);
    return;
  }
  lookup(host.name.replace(/\.$/, ''), { all: true }, (error, address, oneFamily) => {
    if (error !== null) done(error, []);
    else done(null, Array.isArray(address) ? address : [{ address, family: oneFamily ?? isIP(address) }]);
  });
}

/** Why a host with these addresses must not be connected to, or null. One address out of bounds is enough. */
function refusalOf(found: readonly Found[], host: Host, allow: FetchAllow): Error | null {
  if (found.length === 0) return Object.assign(new Error('no address'), { code: 'ENODATA' });
  for (const { address } of found) {
    const verdict = judgeAddress(address, host, allow);
    if (verdict.kind === 'blocked') return new BlockedError(verdict.why);
  }
  return null;
}

type SocketDone = (error: Error | null, socket: Socket) => void;

/** Connects to one of the judged addresses (several are tried in turn, RFC 8305). `done` is called once. */
function openSocket(host: Host, found: readonly Found[], done: SocketDone): Socket {
  const [only] = found;
  const single = only !== undefined && found.length === 1;
  const socket = netConnect({
    host: single ? only.address : host.name,
    port: host.port,
    noDelay: true,
    autoSelectFamily: !single,
    lookup: (_name, _options, give) => process.nextTick(give, null, found),
  });
  return once(socket, 'connect', done);
}

/** TLS over a judged connection, HTTP/1.1 only; certificates are checked against the name in the URL. */
function startTls(socket: Socket, host: Host, done: SocketDone): Socket {
  const name = host.name.replace(/\.$/, '');
  const secured = tlsConnect({
    socket,
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ALPNProtocols: ['http/1.1'],
  });
  return once(secured, 'secureConnect', done);
}

function once(socket: Socket, event: 'connect' | 'secureConnect', done: SocketDone): Socket {
  let told = false;
  const tell = (error: Error | null): void => {
    if (told) return;
    told = true;
    done(error, socket);
  };
  // The error listener stays: an error between hand-overs must never be unhandled.
  socket.once(event, () => tell(null));
  socket.on('error', tell);
  socket.once('close', () =>
    tell(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' })),
  );
  return socket;
}
