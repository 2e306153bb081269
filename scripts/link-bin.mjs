// Makes `npx relais` work inside the checkout: npm links the bins of dependencies only, not the package's own.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
if (existsSync(join(bin, '..'))) {
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'relais'), { force: true });
  symlinkSync(join('..', '..', 'bin', 'relais.js'), join(bin, 'relais'));
}
