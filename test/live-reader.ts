export type LiveMessage = {
  readonly event: string;
  readonly id: number | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it arrived, on the clock of `performance.now`. */
  readonly at: number;
};

/** Somebody who reads a campaign's live stream over HTTP, as a browser's EventSource does. */
export type LiveReader = {
  readonly answer: Response;
  readonly messages: readonly LiveMessage[];
  readonly relays: () => number[];
  readonly totals: () => readonly LiveMessage[];
  readonly leave: () => Promise<void>;
  /** Resolves when the stream is over, whoever ended it. */
  readonly over: Promise<void>;
};

export async function listenLive(url: string, lastEventId?: number): Promise<LiveReader> {
  const gone = new AbortController();
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
  };
  const answer = await fetch(url, { headers, signal: gone.signal });
  const messages: LiveMessage[] = [];
  const over = read(answer, (message) => messages.push(message));
  return {
    answer,
    messages,
    relays: () => messages.filter((one) => one.event === 'relay').map((one) => one.id ?? Number.NaN),
    totals: () => messages.filter((one) => one.event === 'total'),
    leave: async () => {
      gone.abort();
      await over;
    },
    over,
  };
}

async function read(answer: Response, heard: (message: LiveMessage) => void): Promise<void> {
  const text = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of answer.body ?? []) {
      rest += text.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
        );
        const event = fields.get('event');
        if (event === undefined) continue;
        const id = fields.get('id');
        heard({
          event,
          id: id === undefined ? null : Number(id),
          data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
          at: performance.now(),
        });
      }
    }
  } catch {
    // The reader left, or the server hung up: the stream is over either way.
  }
}
