/** Documents and the interface each have their own direction. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, settled, visit } from './house.mjs';

let house;
before(async () => {
  house = await open();
});
after(() => house?.close());

const ARABIC = 'قالت اللجنة المشتركة في تلة الوادي يوم الثلاثاء إن خمسة أشخاص أصيبوا في قصف على قرية دولنا. ونفى جيش كورفيا أنه أطلق النار.';

async function added() {
  const { job } = await house.api('/documents', { name: 'بيان.txt', text: ARABIC, source: 'إذاعة الوادي', published: '2015-05-20' });
  for (let tries = 0; tries < 200; tries += 1) {
    const told = await house.api(`/jobs/${job}`);
    if (told.state === 'done') return told.result.documents[0];
    assert.notEqual(told.state, 'failed', told.message);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the document was not read in time');
}

test('an Arabic document runs from right to left in the English interface', async () => {
  const id = await added();
  const { page, context, faults } = await visit(house, `/documents/${id}`);
  await settled(page);
  const text = page.locator('.reading [dir]').first();
  assert.equal(await text.getAttribute('dir'), 'rtl');
  assert.equal(await text.evaluate((element) => getComputedStyle(element).direction), 'rtl');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
  assert.ok((await page.locator('.reading').innerText()).includes('قرية دولنا'));
  assert.deepEqual(faults, []);
  await context.close();
});

test('the language and the appearance are chosen in the settings and kept', async () => {
  const { page, context } = await visit(house, '/');
  await page.click('summary:has-text("Settings")');
  await page.selectOption('.settings select >> nth=0', 'ar');
  await page.waitForFunction(() => document.documentElement.dir === 'rtl');
  assert.equal(await page.locator('#nav a[href="/map"]').innerText(), 'الخريطة والزمن');
  await page.selectOption('.settings select >> nth=1', 'dark');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.reload();
  await page.waitForSelector('h1');
  assert.equal(await page.evaluate(() => `${document.documentElement.dir} ${document.documentElement.dataset.theme}`), 'rtl dark');
  await context.close();
});
