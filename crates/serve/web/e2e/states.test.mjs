/** What a screen shows where there is nothing, nothing yet, something wrong, or no server: designed, and with a way on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

let house;
const folder = mkdtempSync(join(tmpdir(), 'truce-states-'));
/** `TRUCE_SHOTS` names a folder for pictures of what is tested here. */
const shoot = (page, name) => (process.env.TRUCE_SHOTS ? page.screenshot({ path: join(process.env.TRUCE_SHOTS, `state-${name}.png`) }) : undefined);

before(async () => {
  house = await open(join(folder, 'empty.ledger'));
});
after(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('an empty ledger tells how to begin, on every screen', async () => {
  for (const [name, address] of Object.entries({ home: '/', review: '/review', map: '/map', assess: '/assess', search: '/search?kind=incidents', words: '/search?q=truce', sitrep: '/sitrep', ledger: '/ledger', proofs: '/ledger?part=proofs', sources: '/ledger?part=sources' })) {
    const { page, context, faults } = await visit(house, address, { width: 1200, height: 800 });
    await settled(page);
    await shoot(page, `empty-${name}`);
    assert.ok((await page.locator('main').innerText()).length > 20, `${name} says something`);
    assert.ok(await page.locator('.empty, .callout, iframe').count(), `${name} has words for nothing`);
    assert.deepEqual(faults, [], name);
    await context.close();
  }
});

test('an address without a thing, and a filter that means nothing, say what to do', async () => {
  for (const [name, address, words] of [['missing', '/incidents/inc-0000000000', /nothing under this address/i], ['nowhere', '/nowhere', /not found|no page|nothing/i], ['filter', '/search?kind=incidents&since=soon', /soon/]]) {
    const { page, context } = await visit(house, address, { bare: true });
    await page.waitForSelector('h1');
    await settled(page);
    await shoot(page, name);
    assert.match(await page.locator('main').innerText(), words, name);
    await context.close();
  }
});

test('a fault of the server is told as one, and asked again', async () => {
  const { page, context } = await visit(house, '/ledger', { bare: true });
  await page.waitForSelector('h1');
  let broken = true;
  await page.route('**/api/v1/home*', (route) => (broken ? route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"failed","status":500,"detail":"the answer could not be made","help":"please report what you asked for"}' }) : route.continue()));
  await page.click('#nav a[href="/"]');
  await page.waitForSelector('[role="alert"]');
  await shoot(page, 'fault');
  assert.match(await page.locator('main').innerText(), /could not be made/);
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.waitForFunction(() => !document.querySelector('main [role="alert"]'));
  await context.close();
});

test('what takes long shows that it is loading, and the rest can be used', async () => {
  const { page, context } = await visit(house, '/ledger');
  await page.route('**/api/v1/home-agreements', async (route) => {
    await new Promise((done) => setTimeout(done, 2500));
    await route.continue();
  });
  await page.click('#nav a[href="/"]');
  await page.waitForSelector('main .loading');
  await page.waitForTimeout(400);
  await shoot(page, 'loading');
  await page.click('summary:has-text("Paste text")');
  assert.ok(await page.getByLabel('Text of the report').isVisible(), 'a report can be pasted meanwhile');
  await settled(page);
  await context.close();
});

test('without the server it says so, and comes back by itself', async () => {
  const { page, context } = await visit(house, '/');
  await settled(page);
  await house.stop();
  await page.waitForSelector('.off', { timeout: 20_000 });
  await shoot(page, 'offline-home');
  // A screen that was not opened before cannot be loaded now.
  await page.click('#nav a[href="/review"]');
  await page.waitForSelector('main [role="alert"]');
  await shoot(page, 'offline-review');
  assert.match(await page.locator('main').innerText(), /does not answer/);
  await page.click('#nav a[href="/"]');
  await page.waitForSelector('h1');
  await page.click('summary:has-text("Paste text")');
  await page.getByLabel('Text of the report').fill('Shells fell on Tarsk on Tuesday, the mission said.');
  await page.click('button:has-text("Add and read")');
  await page.waitForSelector('.callout.bad');
  assert.equal(await page.getByLabel('Text of the report').inputValue(), 'Shells fell on Tarsk on Tuesday, the mission said.', 'what was written is kept');
  await shoot(page, 'offline-add');
  await house.start();
  await page.waitForFunction(() => !document.querySelector('.off'), undefined, { timeout: 30_000 });
  await page.waitForFunction(() => !document.querySelector('main [role="alert"]'), undefined, { timeout: 30_000 });
  await page.click('#nav a[href="/review"]');
  await page.waitForFunction(() => /waits for review/.test(document.querySelector('h1')?.textContent ?? ''), undefined, { timeout: 20_000 });
  await context.close();
});
