import { Hono } from 'hono';
import { Gauge, type Registry } from 'prom-client';
import { openHeaders } from '../answer.ts';
import type { Services } from '../port.ts';

/** Waiting work older than this means that the workers are stuck or too few. */
const lag_seconds_max = 300;
const json = { ...openHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' };

/** `/healthz`: the process lives. `/readyz`: database, schema and workers are as they should be. `/metrics`: Prometheus. */
export function health(services: Services, registry: Registry): Hono {
  const app = new Hono();
  const granted = new Gauge({
    name: 'relais_units_granted',
    help: 'Units granted',
    labelNames: ['campaign'],
    registers: [registry],
  });
  const relays = new Gauge({
    name: 'relais_relays_counted',
    help: 'Relays counted',
    labelNames: ['campaign'],
    registers: [registry],
  });
  const checking = new Gauge({
    name: 'relais_relays_checking',
    help: 'Relays not yet judged',
    labelNames: ['campaign'],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'relais_worker_lag_seconds',
    help: 'Age of the oldest waiting job',
    registers: [registry],
  });
  const passed = new Gauge({
    name: 'relais_books_passed_timestamp_seconds',
    help: 'When evidence, ledger and log were last found to agree',
    registers: [registry],
  });
  const differences = new Gauge({
    name: 'relais_books_differences',
    help: 'Differences that the last reconciliation named',
    registers: [registry],
  });
  const halted = new Gauge({
    name: 'relais_logs_halted',
    help: 'Public logs that sign nothing until an operator decides',
    registers: [registry],
  });
  app.get('/healthz', (c) => c.body('{"alive":true}', 200, json));
  app.get('/readyz', async (c) => {
    const state = await services.readiness();
    const worker = state.workerLagSeconds !== null && state.workerLagSeconds <= lag_seconds_max;
    const ready = state.database && state.migrations && worker;
    return c.body(JSON.stringify({ ready, ...state }), ready ? 200 : 503, json);
  });
  app.get('/metrics', async (c) => {
    const [campaigns, state] = [await services.campaigns(), await services.readiness()];
    for (const { totals } of campaigns) {
      granted.set({ campaign: totals.slug }, totals.granted);
      relays.set({ campaign: totals.slug }, totals.relays);
      checking.set({ campaign: totals.slug }, totals.checking);
    }
    if (state.workerLagSeconds !== null) lag.set(state.workerLagSeconds);
    const books = await services.books();
    if (books.passedAt !== null) passed.set(books.passedAt / 1000);
    if (books.differences !== null) differences.set(books.differences);
    halted.set(books.haltedLogs);
    return c.body(await registry.metrics(), 200, {
      'content-type': registry.contentType,
      'cache-control': 'no-store',
    });
  });
  return app;
}
