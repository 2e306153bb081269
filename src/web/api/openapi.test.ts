import { expect, test } from 'vitest';
import { openFrontDoor, relayIds } from '../front-door.suite.ts';

type Operation = {
  summary: string;
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  info: object;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

const read = async () =>
  (await (await openFrontDoor().app.request('/api/v1/openapi.json')).json()) as Document;
const values: Record<string, string> = {
  slug: 'un-billet-dix-repas',
  id: relayIds.counted,
  file: 'promises.csv',
};
const operations = Object.entries((await read()).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('is an OpenAPI 3.1 document whose references lead somewhere', async () => {
  const document = await read();
  expect(document.openapi).toBe('3.1.0');
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, name = ''] of references) expect(document.components.schemas).toHaveProperty(name);
});

test.each(operations)('$method $path declares every parameter of its address', ({ path, operation }) => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
  expect(declared.map((one) => one.name)).toEqual(inPath);
  expect(declared.every((one) => one.required === true)).toBe(true);
  expect(operation.summary).not.toBe('');
});

const open = operations.filter((one) => one.method === 'get' && one.operation.security === undefined);
test.each(open)('GET $path answers as it says', async ({ path, operation }) => {
  const { app } = openFrontDoor();
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x');
  const answer = await app.request(filled);
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  expect(operation.responses).toHaveProperty(String(answer.status));
  expect(answer.status).toBe(200);
  expect(Object.keys(operation.responses[200]?.content ?? {})).toContain(type);
  if (!path.includes('{')) return;
  const missing = await app.request(path.replace(/\{\w+\}/g, 'nobody'));
  expect(operation.responses).toHaveProperty(String(missing.status));
  expect(missing.headers.get('content-type')).toBe('application/problem+json');
});

test.each(operations.filter((one) => one.operation.security !== undefined))(
  '$method $path is closed without a key',
  async ({ path, method, operation }) => {
    const answer = await openFrontDoor().app.request(path.replace('{slug}', values.slug ?? ''), {
      method: method.toUpperCase(),
    });
    expect(answer.status).toBe(401);
    expect(operation.responses).toHaveProperty('401');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  },
);

test('has a page for people that needs nobody’s script', async () => {
  const html = await (await openFrontDoor().look('/api/docs')).text();
  for (const { path } of operations) expect(html).toContain(path);
  expect(html).not.toMatch(/<script|https:\/\/(?!relais\.example)/);
});

/** Addresses that speak JSON and are left out: pages' own affairs, what other standards describe, what machines of ours ask. */
const described = [
  /^\/c\/:slug\/(relays|journal|write-ups)\.json$/, // JSON Feed
  /^\/comments\/mine\//, // a person's own file, by a link with a key
];

test('nothing that a program may read is missing', () => {
  const routes = [...new Set(openFrontDoor().app.routes.map(({ path }) => path))];
  const programs = routes.filter(
    (path) =>
      (path.startsWith('/api/') && path !== '/api/docs') || /\.json\}?$/.test(path.replace('\\.', '.')),
  );
  expect(programs.length).toBeGreaterThan(7);
  const documented = new Set(operations.map(({ path }) => path));
  const spelled = (path: string) =>
    path.replace(/:(\w+)\{\[\^\/\]\+\\?\.json\}/, '{$1}.json').replace(/:(\w+)/g, '{$1}');
  const missing = programs
    .filter((path) => !described.some((one) => one.test(path)))
    .filter((path) => !documented.has(spelled(path)) && path !== '/api/v1/openapi.json');
  expect(missing).toEqual([]);
});

test('every address it names is one that is answered', () => {
  const { app } = openFrontDoor();
  const answered = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  const literal = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');
  const wrong = operations.filter(({ path, method }) => {
    const [handlers] = app.router.match(method.toUpperCase(), literal(path).replace(/:\w+/g, 'x'));
    return handlers.length === 0 && !answered.has(`${method.toUpperCase()} ${literal(path)}`);
  });
  expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
