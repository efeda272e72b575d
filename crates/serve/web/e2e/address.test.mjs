/** The address holds every filter: what it opens is what was seen, and going back goes back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

let house;
before(async () => {
  house = await open();
});
after(() => house?.close());

const ids = (page) => page.locator('tr[data-id]').evaluateAll((rows) => rows.map((row) => row.dataset.id));

test('facets of Search stand in the address and come back from it', async () => {
  const { page, context, faults } = await visit(house, '/search?kind=incidents');
  await settled(page);
  const all = await ids(page);
  const facet = (await house.api('/facets?kind=incidents')).act.find((one) => one.n < all.length);
  await page.locator('.filters input[type="checkbox"]').nth(0).waitFor();
  await page.locator('.filters fieldset').nth(1).locator('label', { hasText: String(facet.n) }).first().click();
  await page.waitForURL(/act=/);
  await settled(page);
  await page.waitForFunction((n) => document.querySelectorAll('tr[data-id]').length < n, all.length);
  const narrowed = await ids(page);
  await page.reload();
  await page.waitForSelector('tr[data-id]');
  await settled(page);
  assert.deepEqual(await ids(page), narrowed);
  const asked = new URL(page.url()).searchParams;
  const told = await house.api(`/incidents?act=${asked.get('act')}`);
  assert.deepEqual(narrowed, told.items.map((row) => row.id));
  const file = await (await fetch(new URL(await page.locator('a[download]', { hasText: 'Export' }).getAttribute('href'), house.base))).text();
  for (const id of narrowed) assert.ok(file.includes(id), `${id} is in the export`);
  for (const id of all.filter((one) => !narrowed.includes(one))) assert.ok(!file.includes(id), `${id} is not in the export`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the table beside the map has the rows of the time that is chosen', async () => {
  const { page, context, faults } = await visit(house, '/map');
  await settled(page);
  await page.waitForSelector('tr[data-id]');
  const all = await ids(page);
  const late = page.locator('.handles input').nth(1);
  await late.focus();
  await page.keyboard.press('Home');
  await page.waitForURL(/until=/);
  await page.waitForFunction((n) => document.querySelectorAll('tr[data-id]').length < n, all.length);
  await settled(page);
  const { searchParams } = new URL(page.url());
  const told = await house.api(`/incidents?since=${searchParams.get('since')}&until=${searchParams.get('until')}&bbox=-180,-90,180,90`);
  assert.deepEqual(await ids(page), told.items.map((row) => row.id));
  await page.reload();
  await settled(page);
  await page.waitForSelector('tr[data-id]');
  assert.deepEqual(await ids(page), told.items.map((row) => row.id));
  assert.deepEqual(faults, []);
  await context.close();
});

test('moving the map narrows the table to what is in view', async () => {
  const { page, context } = await visit(house, '/map');
  await settled(page);
  await page.locator('.maplibregl-canvas').focus();
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('+');
  await page.waitForURL(/bbox=/);
  await settled(page);
  await page.waitForTimeout(600);
  const box = new URL(page.url()).searchParams.get('bbox');
  const told = await house.api(`/incidents?bbox=${box}`);
  await page.waitForFunction((n) => document.querySelectorAll('tr[data-id]').length === n, told.items.length);
  assert.deepEqual(await ids(page), told.items.map((row) => row.id));
  await context.close();
});

test('going back brings the screen before with its filters', async () => {
  const { page, context } = await visit(house, '/search?kind=claims');
  await settled(page);
  await page.click('#nav a[href="/ledger"]');
  await page.waitForURL(/\/ledger/);
  await page.goBack();
  await page.waitForURL(/kind=claims/);
  assert.equal(await page.locator('.tabs a[aria-current]').innerText(), 'Claims');
  await context.close();
});
