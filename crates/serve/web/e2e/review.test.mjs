/** The review queue by keys alone, and that nothing is accepted by a click on text. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

let house;
let page;
let context;
let faults;

before(async () => {
  house = await open();
});
after(() => house?.close());
beforeEach(async () => {
  ({ page, context, faults } = await visit(house, '/review?kinds=reading'));
  await page.waitForSelector('.card .bar');
  await settled(page);
});
afterEach(() => context.close());

const entries = async () => (await house.api('/status')).ledger.entries;
const card = () => page.locator('.card').first().innerText();

/** Presses a key and waits until the ledger has so many entries more. */
async function writes(key, more) {
  const had = await entries();
  await page.keyboard.press(key);
  for (let tries = 0; tries < 100 && (await entries()) < had + more; tries += 1) await page.waitForTimeout(50);
  assert.equal(await entries(), had + more, `${key} writes ${more}`);
}

test('a accepts, x rejects, u takes back', async () => {
  await writes('a', 1);
  assert.equal((await house.api('/entries?limit=1')).items[0].kind, 'accepted');
  await page.waitForSelector('.toast');
  await writes('u', 1);
  assert.equal((await house.api('/entries?limit=1')).items[0].kind, 'undone');
  await settled(page);
  await writes('x', 1);
  assert.equal((await house.api('/entries?limit=1')).items[0].kind, 'rejected');
  await writes('u', 1);
  assert.deepEqual(faults, []);
});

test('j and k move, d puts off, e corrects, ? tells the keys', async () => {
  const had = await entries();
  const first = await card();
  await page.keyboard.press('j');
  const second = await card();
  assert.notEqual(second, first);
  await page.keyboard.press('k');
  assert.equal(await card(), first);
  await page.keyboard.press('d');
  assert.equal(await card(), second, 'what was put off is not the first any more');
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  // Keys mean nothing while the help is read.
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { state: 'detached' });
  if (await page.locator('.bar .button', { hasText: 'Correct' }).isEnabled()) {
    await page.keyboard.press('e');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
  }
  assert.equal(await entries(), had, 'looking writes nothing');
});

test('m joins and s keeps apart only where a card asks so', async () => {
  const questions = (await house.api('/review?kinds=same-as')).items;
  const had = await entries();
  await page.keyboard.press('m');
  await page.waitForTimeout(300);
  assert.equal(await entries(), had, 'm means nothing on a reading');
  assert.ok(questions.length, 'the stories leave a question open');
  await page.goto(`${house.base}/review?kinds=same-as`);
  await page.waitForSelector('.card .bar');
  await writes('m', 1);
  await page.waitForSelector('.toast');
  await writes('u', 1);
  await page.waitForSelector('.card .bar');
  await writes('s', 1);
  await page.waitForSelector('.toast');
  await writes('u', 1);
});

test('a click on text accepts nothing', async () => {
  const had = await entries();
  const places = await page.locator('.card .quote, .card mark, .card p, .card dd').all();
  assert.ok(places.length, 'the card has text');
  for (const place of places) await place.click({ timeout: 2000, force: true }).catch(() => {});
  await page.waitForTimeout(300);
  if (!page.url().includes('/review')) await page.goBack();
  assert.equal(await entries(), had);
});

test('keys do nothing while somebody writes', async () => {
  const had = await entries();
  await page.locator('header input[type="search"]').fill('');
  await page.locator('header input[type="search"]').press('a');
  await page.waitForTimeout(200);
  assert.equal(await entries(), had);
});
