import type { Hono } from 'hono';
import { Histogram, type Registry } from 'prom-client';

/** Answers that come from memory, from the database, and those that something holds up. */
const buckets_seconds = [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10];

/**
 * Times every answer of an app by its route's pattern (never by its address: those are without number) and status.
 * It stands around the app and not in it: a middleware would make each answer wait for a promise.
 */
export function measure(app: Hono, registry: Registry): void {
  const seconds = new Histogram({
    name: 'relais_http_seconds',
    help: 'Time until an answer begins, by route and status',
    labelNames: ['route', 'status'],
    buckets: buckets_seconds,
    registers: [registry],
  });
  const routeOf = readRoutes(app.routes.map((route) => route.path));
  const { fetch } = app;
  // Looking a pair of labels up anew for each answer costs as much as timing it; there are few pairs.
  const observers = new Map<string, ReturnType<typeof seconds.labels>>();
  const note = (url: string, began: number, answer: Response) => {
    const route = routeOf(url);
    const pair = `${answer.status} ${route}`;
    let observer = observers.get(pair);
    if (observer === undefined) {
      observer = seconds.labels(route, String(answer.status));
      observers.set(pair, observer);
    }
    observer.observe((performance.now() - began) / 1000);
    return answer;
  };
  app.fetch = (request, ...rest) => {
    const began = performance.now();
    const { url } = request;
    const answer = fetch(request, ...rest);
    return answer instanceof Promise
      ? answer.then((ready) => note(url, began, ready))
      : note(url, began, answer);
  };
}

/** Finds the pattern that an address follows; «other» for none. Fixed words win over parameters. */
export function readRoutes(patterns: readonly string[]): (url: string) => string {
  const byLength = new Map<number, { readonly pattern: string; readonly parts: readonly string[] }[]>();
  for (const pattern of new Set(patterns)) {
    // The expression a parameter must match is of no interest here, but it may hold a slash.
    const parts = pattern
      .replace(/\{[^}]*\}/g, '')
      .split('/')
      .slice(1);
    const same = byLength.get(parts.length) ?? [];
    byLength.set(parts.length, [...same, { pattern: `/${parts.join('/')}`, parts }]);
  }
  const fixed = (parts: readonly string[]) => parts.filter((part) => !part.startsWith(':')).length;
  for (const same of byLength.values()) same.sort((a, b) => fixed(b.parts) - fixed(a.parts));
  return (url) => {
    const path = url.indexOf('/', url.indexOf('://') + 3);
    const query = url.indexOf('?', path);
    const parts = url.slice(path + 1, query === -1 ? undefined : query).split('/');
    const found = byLength
      .get(parts.length)
      ?.find((one) =>
        one.parts.every((part, i) => part === parts[i] || (part.startsWith(':') && parts[i] !== '')),
      );
    return found?.pattern ?? 'other';
  };
}
