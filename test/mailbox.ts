import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A mail as a server took it. */
export type Delivered = { readonly to: string; readonly text: string };

/** What the server does with the next mail: takes it, refuses it, or takes it and dies before it says so. */
export type Manner = 'take' | 'refuse' | 'take-and-die';

/** A small mail server on loopback (RFC 5321, without encryption or sign-in). */
export async function startMailbox(): Promise<{
  readonly url: string;
  readonly got: Delivered[];
  manner: Manner;
  readonly stop: () => Promise<void>;
}> {
  const got: Delivered[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let waiting = '';
    let to = '';
    let text: string | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const taken = () => {
      if (self.manner === 'refuse') return say(`550 5.1.1 <${to}> is nobody here`);
      got.push({ to, text: text ?? '' });
      if (self.manner === 'take-and-die') return socket.destroy();
      return say('250 taken');
    };
    say('220 mailbox.example');
    socket.on('data', (bytes) => {
      waiting += bytes.toString('latin1');
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        if (text !== null) {
          if (line === '.') {
            taken();
            text = null;
          } else text += `${line}\n`;
          continue;
        }
        const word = line.slice(0, 4).toUpperCase();
        if (word === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
        if (word === 'DATA') text = '';
        if (word === 'QUIT') socket.end('221 bye\r\n');
        else say(word === 'DATA' ? '354 go on' : '250 mailbox.example');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    manner: 'take' as Manner,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
