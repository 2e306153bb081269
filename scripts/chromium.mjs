// Finds a Chromium for the browser tests, or installs one: an installed one, else Debian's, else Playwright's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const found = () => candidates.some((path) => path && existsSync(path));
const run = (command, ...words) => spawnSync(command, words, { stdio: 'inherit' }).status === 0;

const playwright = async () => {
  const { chromium } = await import('playwright-core');
  return existsSync(chromium.executablePath());
};

if (!found() && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
  console.log('No Chromium found; installing Debian’s for the browser tests.');
  run('apt-get', 'update', '-q') && run('apt-get', 'install', '-qy', '--no-install-recommends', 'chromium');
}
if (!found() && !(await playwright())) {
  console.log('No Chromium found; asking Playwright for one.');
  run('npx', 'playwright-core', 'install', 'chromium');
}
if (!found() && !(await playwright())) {
  console.error(
    'The browser tests need Chromium: install it (on Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );
  process.exit(1);
}
