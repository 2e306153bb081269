// Puts the files that pages load beside what tsc built.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
rmSync(join(root, 'dist/web/public'), { recursive: true, force: true });
cpSync(join(root, 'src/web/public'), join(root, 'dist/web/public'), { recursive: true });
