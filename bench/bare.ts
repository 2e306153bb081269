// The control: a bare hono route that answers with given bytes, or with 202 after reading a form.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const { body, headers } = JSON.parse(process.argv[2] ?? '{}') as {
  body: string;
  headers: Record<string, string>;
};
const app = new Hono();
app.get('/', (c) => c.body(body, 200, headers));
app.post('/', async (c) => {
  await c.req.text();
  return c.text('accepted', 202);
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${info.port}/` })}\n`);
});
process.once('SIGTERM', () => server.close(() => process.exit(0)));
