import { reconcile } from '../credit/mod.ts';
import { settlementBooks } from '../settlement/mod.ts';
import { isMigrated } from '../store/mod.ts';
import type { Command } from './command.ts';

/** `relais doctor`: says what the installation stands on, and proves that evidence, credits, ledger and log agree. */
export const doctor: Command = async ({ db, publicUrl, backup }) => {
  const [server] = await db.rows<{ version: string }>("SELECT current_setting('server_version') AS version");
  const [counts] = await db.rows<{ campaigns: number; relays: number; transfers: number }>(
    `SELECT (SELECT count(*) FROM campaign) AS campaigns, (SELECT count(*) FROM relay) AS relays,
       (SELECT count(*) FROM ledger_transfer) AS transfers`,
  );
  const lines = [
    `database    ${db.kind === 'pglite' ? 'embedded (PGlite)' : 'PostgreSQL'} ${server?.version}`,
    `schema      ${(await isMigrated(db)) ? 'up to date' : 'NOT up to date'}`,
    `address     ${publicUrl}${senderWarning(publicUrl)}`,
    `content     ${counts?.campaigns} campaigns, ${counts?.relays} relays, ${counts?.transfers} transfers`,
  ];
  if (backup !== undefined)
    lines.push(`backup      ${backup.last() ?? 'none made by «relais backup» on this machine'}`);
  if (db.kind === 'pglite')
    lines.push(
      'durability  the embedded database survives a killed process but not a power cut; for production set DATABASE_URL',
    );
  const differences = await reconcile(db, [settlementBooks]);
  if (differences.length === 0)
    return {
      exit: 0,
      out: [...lines, 'books       agree: evidence = credits = ledger = log', ''].join('\n'),
      err: '',
    };
  const told = differences.map(
    (one) => `  ${one.check}: ${one.subject} should be ${one.expected}, is ${one.found}`,
  );
  return {
    exit: 1,
    out: [...lines, `books       ${differences.length} DIFFERENCES`, ...told, ''].join('\n'),
    err: '',
  };
};

/** Stock blogs never ping a host without a dot. */
function senderWarning(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return hostname.includes('.') || hostname.includes(':')
    ? ''
    : '  (WordPress never pings a host without a dot)';
}
