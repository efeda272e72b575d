/** The journey of somebody new: add a report, see what it says, correct, merge, undo, assess, and take a report home. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

let house;
before(async () => {
  house = await open();
});
after(() => house?.close());

const REPORT = `HARVEN, 3 June 2015 - Shelling hit the village of Dolna on Tuesday, wounding three people, the Joint Line Commission said. Korvia's army denied firing. A ceasefire between Korvia and the Eastern Assembly has been in effect since May.`;
const entries = async () => (await house.api('/status')).ledger.entries;

test('add, see, correct, merge, undo, assess, export', async () => {
  const { page, faults, context } = await visit(house, '/');
  await settled(page);

  // Add a report by pasting it, and watch it being read.
  await page.click('summary:has-text("Paste text")');
  await page.getByLabel('Text of the report').fill(REPORT);
  await page.getByLabel('Title', { exact: true }).fill('Shells at Dolna');
  await page.getByLabel('Source', { exact: true }).fill('Valley Radio');
  await page.getByLabel('Published').fill('2015-06-03');
  await page.click('button:has-text("Add and read")');
  await page.getByRole('link', { name: 'Open the document' }).first().click({ timeout: 60_000 });

  // See what it says: every card leads to its words.
  await page.waitForURL(/\/documents\/doc-/);
  await settled(page);
  const cards = page.locator('.cards > li');
  assert.ok((await cards.count()) > 1, 'statements were read');
  assert.ok((await page.locator('.reading').innerText()).includes('wounding three people'));
  const document_ = new URL(page.url()).pathname.split('/').pop();
  const read = await house.api(`/documents/${document_}`);
  const record = read.statements.flatMap((one) => one.records).find((id) => id.startsWith('inc-'));
  assert.ok(record, 'the report tells of an incident');

  // Correct one mistake.
  await page.goto(`${house.base}/incidents/${record}`);
  await settled(page);
  let had = await entries();
  await page.getByRole('button', { name: 'Correct', exact: true }).first().click();
  await page.locator('dialog[open] select').nth(1).selectOption('clash');
  await page.click('dialog[open] button:has-text("Write the correction")');
  await page.waitForSelector('.toast');
  assert.equal(await entries(), had + 1);
  assert.equal((await house.api(`/records/${record}`)).act, 'clash');

  // Merge another incident into it, and undo that.
  const other = (await house.api('/incidents?q=Brenik')).items.map((row) => row.id).find((id) => id !== record);
  had = await entries();
  await page.getByRole('button', { name: 'Merge', exact: true }).first().click();
  await page.getByLabel('Find others by words').fill('Brenik');
  await page.keyboard.press('Enter');
  await page.locator(`dialog[open] input[value="${other}"]`).check();
  await page.click('dialog[open] .button.main');
  for (let tries = 0; tries < 100 && (await entries()) === had; tries += 1) await page.waitForTimeout(50);
  const [merge] = (await house.api('/entries?limit=1')).items;
  assert.equal(merge.kind, 'merged');
  assert.equal((await house.api(`/records/${other}`)).id, record, 'the address of the other leads to the one');
  await page.locator('.toast', { hasText: `entry ${merge.seq}` }).getByRole('button', { name: 'Undo' }).click();
  for (let tries = 0; tries < 100 && (await house.api('/entries?limit=1')).items[0].kind !== 'undone'; tries += 1) await page.waitForTimeout(50);
  assert.equal((await house.api(`/records/${other}`)).id, other, 'the other incident is itself again');

  // Read an assessment: it says what it is, and what is not known.
  await page.click('#nav a[href="/assess"]');
  await settled(page);
  await page.locator('main a[href^="/assess/"]').first().click();
  await page.waitForSelector('.verdict');
  await settled(page);
  assert.match(await page.locator('main').innerText(), /no finding/i);

  // Export what Search shows, and a situation report.
  await page.goto(`${house.base}/search?kind=incidents&where=Dolna`);
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Export")')]);
  assert.match(file.suggestedFilename(), /\.csv$/);
  await page.goto(`${house.base}/sitrep?from=2015-05-20&to=2015-06-10`);
  await settled(page);
  const frame = page.frameLocator('iframe');
  await frame.locator('h1').waitFor();
  had = await entries();
  await page.locator('.check input').nth(1).click();
  await page.waitForURL(/sections=/);
  await page.click('button:has-text("Freeze this report")');
  await page.waitForSelector('.hash');
  assert.equal(await entries(), had + 1);
  const [page_] = await Promise.all([page.waitForEvent('download'), page.click('a:has-text("Word")')]);
  assert.match(page_.suggestedFilename(), /\.docx$/);

  // The ledger that all this went into is sound.
  await page.goto(`${house.base}/ledger?part=proofs`);
  await page.click('button:has-text("Verify now")');
  await page.waitForSelector('text=The ledger is sound.', { timeout: 30_000 });
  assert.deepEqual(faults, []);
  await context.close();
});

test('a zone is drawn with the keyboard, and a search is saved with its feeds', async () => {
  const { page, faults, context } = await visit(house, '/map');
  await settled(page);
  await page.getByRole('button', { name: 'Draw or import a zone' }).click();
  await page.locator('.draw textarea').fill('47.90, 37.60\n48.30, 37.60\n48.30, 38.20');
  await page.locator('.draw textarea').blur();
  await page.getByLabel('Name', { exact: true }).fill('Test strip');
  await page.click('button:has-text("Write the zone")');
  const link = page.getByRole('link', { name: 'Open the zone' });
  await link.waitFor({ timeout: 30_000 });
  const zone = (await link.getAttribute('href')).split('/').pop();
  assert.equal((await house.api(`/records/${zone}`)).kind, 'zone');

  await page.goto(`${house.base}/search?q=shell*`);
  await settled(page);
  await page.getByLabel('Name for this question').fill('Shells');
  await page.click('button:has-text("Save")');
  const atom = page.getByRole('link', { name: /Atom/ });
  await atom.waitFor();
  const feed = await (await fetch(new URL(await atom.getAttribute('href'), house.base))).text();
  assert.match(feed, /<feed[\s\S]*<entry>/);
  await page.click('button:has-text("Forget")');
  await page.waitForSelector('text=None yet.');
  assert.deepEqual(faults, []);
  await context.close();
});
