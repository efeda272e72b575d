/**
 * How long a large ledger takes: every screen until it can be used, the questions behind the screens, and a map that is moved.
 * `TRUCE_LARGE` names the ledger; its tables are built anew if this program builds others. Fails where something is too slow.
 */
import { open, settled, visit } from './house.mjs';

/** Milliseconds. A task that holds the page up longer than a stall is felt as one. */
const LIMITS = { screen: 1500, list: 50, map: 100, stall: 200 };
const { TRUCE_LARGE } = process.env;
if (!TRUCE_LARGE) {
  console.error('no ledger is named\nhelp: TRUCE_LARGE=large.ledger npm run large');
  process.exit(1);
}
const house = await open(TRUCE_LARGE);
const slow = [];
const told = (kind, name, ms, besides = '') => {
  const over = ms > LIMITS[kind];
  if (over) slow.push(name);
  console.log(`${over ? 'SLOW' : 'ok  '} ${String(Math.round(ms)).padStart(6)} ms  ${kind.padEnd(6)} ${name}${besides}`);
};
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

try {
  const first = async (kind) => (await house.api(`/${kind}?limit=1`)).items[0]?.id;
  const [incident, agreement, document] = [await first('incidents'), await first('agreements'), (await house.api('/documents?limit=1')).items[0].id];
  const largest = (await house.api('/documents?limit=1000')).items.toSorted((one, other) => other.statements - one.statements)[0].id;
  const { act, place, actor, month } = await house.api('/facets?kind=incidents');
  const [since, until] = [month[Math.floor(month.length / 3)].month, month[Math.floor(month.length / 2)].month];
  console.log(`${(await house.api('/status')).counts.incidents} incidents`);

  // The first time is told beside the median of five: what was asked once is kept until the ledger moves on.
  const ask = async (kind, address) => {
    const times = [];
    for (let time = 0; time < 6; time += 1) {
      const from = performance.now();
      await (await fetch(`${house.base}/api/v1${address}`)).arrayBuffer();
      times.push(performance.now() - from);
    }
    told(kind, address, median(times.slice(1)), `  first ${Math.round(times[0])} ms`);
  };
  const word = encodeURIComponent;
  for (const address of [
    '/incidents', '/incidents?limit=200&bbox=-180,-90,180,90', `/incidents?since=${since}&until=${until}`, `/incidents?act=${act.at(-1).value}`, `/incidents?where=${word(place[5].value)}`,
    `/incidents?actor=${word(actor[1].value)}`, '/incidents?standing=disputed', `/incidents?cursor=at-${90_000}`, '/incidents?q=ceasefire', '/agreements', '/claims', '/figures', '/documents', '/review?limit=20', '/entries?limit=50',
  ])
    await ask('list', address);
  for (const address of ['/map', `/map?since=${since}&until=${until}`, '/map?zoom=6&bbox=30,30,45,40', `/facets?since=${since}`]) await ask('map', address);

  const screens = {
    home: '/', document: `/documents/${document}`, 'largest document': `/documents/${largest}`, review: '/review', incident: `/incidents/${incident}`, agreement: `/agreements/${agreement}`, map: '/map',
    choose: '/assess', assess: `/assess/${agreement}`, words: '/search?q=shell*', incidents: '/search?kind=incidents', claims: '/search?kind=claims', documents: '/search?kind=documents', sitrep: '/sitrep?from=2018-09-01&to=2018-09-14', ledger: '/ledger',
    proofs: '/ledger?part=proofs', imports: '/ledger?part=imports', sources: '/ledger?part=sources',
  };
  for (const [name, address] of Object.entries(screens)) {
    const times = [];
    const besides = [];
    for (let time = 0; time < 2; time += 1) {
      const { page, faults, context } = await visit(house, address, { bare: true });
      // The clock of the page begins when its address is asked for. It can be used once its heading stands and a key is answered; it is whole once nothing is being fetched.
      await page.waitForSelector('main h1', { timeout: 120_000 });
      const used = await page.evaluate(() => new Promise((done) => setTimeout(() => done(performance.now()))));
      await settled(page, 120_000);
      times.push(used);
      const whole = await page.evaluate(() => performance.now());
      besides.push(`${Math.round(used)}/${Math.round(whole)}`);
      if (faults.length) console.log(`     ${name}: ${faults.join('; ')}`);
      await context.close();
    }
    told('screen', name, times[1], `  first and second time, used/whole: ${besides.join(', ')} ms`);
  }

  // The map is moved as a hand would move it; what holds the page up is counted by the browser itself.
  const { page, context } = await visit(house, '/map');
  await settled(page);
  await page.evaluate(() => {
    window.stalls = [];
    new PerformanceObserver((list) => window.stalls.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
  });
  const box = await page.locator('.ground .box').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [dx, dy] of [[160, 0], [-240, 60], [80, -90], [-120, 40]]) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 20; step += 1) {
      await page.mouse.move(x + (dx * step) / 20, y + (dy * step) / 20);
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
    await page.waitForTimeout(500);
  }
  for (const delta of [-300, -300, 300]) {
    await page.mouse.wheel(0, delta);
    await page.waitForTimeout(600);
  }
  await settled(page);
  const stalls = await page.evaluate(() => window.stalls);
  told('stall', 'the map is moved', Math.max(0, ...stalls), `  the longest of ${stalls.length} tasks above 50 ms`);
  await context.close();
} finally {
  await house.close();
}
if (slow.length) {
  console.error(`too slow: ${slow.join(', ')}`);
  process.exitCode = 1;
}
