/** A real `truce serve` on a ledger of the stories that come with the program, and a browser without a window. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = new URL('../../../../', import.meta.url).pathname;

/** Finds a program; says what to do where there is none. */
function found(what, places, help) {
  const path = places.filter(Boolean).find((place) => existsSync(place));
  if (!path) throw new Error(`${what} is not found\nhelp: ${help}`);
  return path;
}

const browserPath = () =>
  found('a Chromium browser', [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()], 'install chromium, name one in CHROMIUM, or run: npx playwright-core install chromium');
const trucePath = () => found('truce', [process.env.TRUCE_BIN, join(root, 'target/release/truce'), join(root, 'target/debug/truce')], 'run: cargo build --release -p truce, or name one in TRUCE_BIN');

/** Makes the ledger: every story of the corpus, added as a person would. */
function ledger(truce, folder) {
  const path = join(folder, 'demo.ledger');
  for (const story of readdirSync(join(root, 'corpus/stories')).sort()) {
    const reports = join(root, 'corpus/stories', story);
    const added = spawnSync(truce, ['add', reports, '--meta', join(reports, 'reports.jsonl'), '--ledger', path, '--by', 'Tester'], { encoding: 'utf8', timeout: 120_000 });
    if (added.status !== 0) throw new Error(`${story} was not added: ${added.stderr}`);
  }
  return path;
}

function serving(process_) {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/(?:127\.0\.0\.1|localhost):\d+/);
      if (address) resolve(address[0].replace('localhost', '127.0.0.1'));
    };
    process_.stdout.on('data', hear);
    process_.stderr.on('data', hear);
    process_.on('exit', () => reject(new Error(`truce serve ended: ${said}`)));
  });
}

/**
 * Opens the house, on a ledger of the stories if none is named. `close` takes everything down that it put up; `stop` only the
 * server, and `start` puts it up again where it was.
 */
export async function open(named) {
  const truce = trucePath();
  const folder = mkdtempSync(join(tmpdir(), 'truce-e2e-'));
  const path = named ?? ledger(truce, folder);
  let server;
  const start = (port) => {
    server = spawn(truce, ['serve', '--ledger', path, '--port', port, '--by', 'Tester'], { stdio: ['ignore', 'pipe', 'pipe'] });
    return serving(server);
  };
  const base = await start('0');
  if (!(await (await fetch(base)).text()).includes('id="app"')) {
    server.kill();
    throw new Error(`${truce} carries no application\nhelp: run: npm run build, then: cargo build --release -p truce`);
  }
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--use-angle=swiftshader'] });
  return {
    base,
    browser,
    api: async (address, body) => {
      const answer = await fetch(`${base}/api/v1${address}`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : undefined);
      if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async stop() {
      const ended = new Promise((done) => server.once('exit', done));
      server.kill();
      await ended;
    },
    start: () => start(new URL(base).port),
    async close() {
      await browser.close();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a page that writes down what goes wrong: errors of the console, requests to other hosts, breaches of the policy. */
export async function visit(house, address, options = {}) {
  const { width = 1400, height = 1000, theme = 'light', language = 'en', wait = 'h1', bare = false } = options;
  const context = await house.browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', acceptDownloads: true, permissions: [] });
  await context.addInitScript(
    ([chosen, spoken]) => {
      // The report in its frame has no storage, and needs none.
      if (window.top !== window) return;
      if (!localStorage.getItem('truce.appearance')) localStorage.setItem('truce.appearance', chosen);
      if (!localStorage.getItem('truce.language')) localStorage.setItem('truce.language', spoken);
    },
    [theme, language],
  );
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || (message.type() === 'warning' && !/WebGL|GPU|GL Driver/.test(message.text()))) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== house.base) faults.push(`request to another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(house.base + address);
  if (!bare) await page.waitForSelector(wait, { timeout: 30_000 });
  return { page, faults, context };
}

/** Waits until nothing is being fetched for a screen any more, the map included. */
export async function settled(page, timeout = 30_000) {
  await page.waitForFunction(() => !document.querySelector('main .loading'), undefined, { timeout });
  if (await page.locator('.ground .box').count()) await page.waitForSelector('.box[data-ready]', { timeout: 60_000 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
