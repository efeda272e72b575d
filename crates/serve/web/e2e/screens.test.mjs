/** Every screen, in both themes and both languages, wide and narrow: no error, no other host, nothing that axe finds. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
let house;
let screens;

before(async () => {
  house = await open();
  const first = async (kind) => (await house.api(`/${kind}?limit=1`)).items[0].id;
  const [incident, agreement, document] = await Promise.all([first('incidents'), first('agreements'), first('documents')]);
  screens = {
    home: '/', document: `/documents/${document}`, review: '/review', incident: `/incidents/${incident}`, agreement: `/agreements/${agreement}`, map: '/map',
    choose: '/assess', assess: `/assess/${agreement}`, words: '/search?q=ceasefire', incidents: '/search?kind=incidents', claims: '/search?kind=claims', documents: '/search?kind=documents',
    sitrep: '/sitrep?from=2015-05-01&to=2015-05-31', ledger: '/ledger', proofs: '/ledger?part=proofs', imports: '/ledger?part=imports', sources: '/ledger?part=sources', missing: '/nowhere',
  };
});
after(() => house?.close());

const LOOKS = [
  { name: 'light', theme: 'light', language: 'en', width: 1400 },
  { name: 'dark', theme: 'dark', language: 'en', width: 1400 },
  { name: 'narrow', theme: 'light', language: 'en', width: 320, height: 720 },
  { name: 'narrow, Arabic, dark', theme: 'dark', language: 'ar', width: 360, height: 720 },
];

for (const look of LOOKS) {
  test(`every screen opens without faults: ${look.name}`, async () => {
    const told = [];
    for (const [name, address] of Object.entries(screens)) {
      const { page, faults, context } = await visit(house, address, { ...look, bare: true });
      try {
        await page.waitForSelector('h1', { timeout: 20_000 });
        await settled(page);
      } catch (error) {
        told.push(`${name}: does not open: ${String(error).split('\n')[0]}`, ...faults.map((fault) => `${name}: ${fault}`));
        await context.close();
        continue;
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.push(`the page is ${wide} px wider than the window`);
      const direction = await page.evaluate(() => document.documentElement.dir);
      if (direction !== (look.language === 'ar' ? 'rtl' : 'ltr')) faults.push(`direction is ${direction}`);
      const words = await page.locator('main').innerText();
      if (/\[object|undefined|NaN/.test(words)) faults.push('the page shows what only a program understands');
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, iframes: false }), TAGS);
      for (const one of found.violations) faults.push(`axe ${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
      told.push(...faults.map((fault) => `${name}: ${fault}`));
      await context.close();
    }
    assert.deepEqual(told, []);
  });
}

test('the map is loaded only when it is opened', async () => {
  const { page, context } = await visit(house, '/');
  await settled(page);
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
  assert.ok(!loaded.some((name) => /maplibre|basemap|\/open-/.test(name)), loaded.join('\n'));
  await page.click('#nav a[href="/map"]');
  await settled(page);
  const then = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
  assert.ok(then.some((name) => /basemap/.test(name)), then.join('\n'));
  await context.close();
});
