/** Takes the pictures of the guide: each screen on the ledger of the stories, small enough for a page of a book. */
import { mkdirSync, statSync } from 'node:fs';
import { open, settled, visit } from './house.mjs';

const target = new URL('../../../../docs/guide/screens/', import.meta.url).pathname;
mkdirSync(target, { recursive: true });
const only = process.argv.slice(2);
const house = await open();
try {
  const { items: incidents } = await house.api('/incidents?limit=200');
  const { items: agreements } = await house.api('/agreements?limit=50');
  const { items: documents } = await house.api('/documents?limit=50');
  // The one that most is said of shows most.
  const ranked = (rows) => [...rows].sort((a, b) => b.statements - a.statements || (a.id < b.id ? -1 : 1)).map((row) => row.id);
  const most = (rows) => ranked(rows)[0];
  const agreement = most(agreements);
  // An assessment with most in it: of the agreement whose verdict rests on most incidents.
  const weighed = [];
  for (const id of ranked(agreements)) weighed.push({ id, statements: new Set((await house.api(`/assess/${id}`)).grounds.flatMap((one) => one.incidents ?? [])).size });
  const shots = [
    ['home', '/'],
    ['document', `/documents/${most(documents)}`],
    ['review', '/review'],
    ['incident', `/incidents/${most(incidents)}`],
    ['agreement', `/agreements/${agreement}`],
    ['map', '/map'],
    ['assess', `/assess/${most(weighed)}`],
    ['search', '/search?q=ceasefire'],
    ['sitrep', '/sitrep?from=2015-05-01&to=2015-05-31'],
    ['ledger', '/ledger'],
    ['map-dark', '/map', { theme: 'dark' }],
    ['home-arabic', '/', { language: 'ar' }],
    ['review-narrow', '/review', { width: 360, height: 740 }],
  ];
  for (const [name, address, look] of shots) {
    if (only.length && !only.includes(name)) continue;
    const { page, faults, context } = await visit(house, address, { width: 1280, height: 820, ...look, bare: true });
    const opened = await page.waitForSelector('h1', { timeout: 20_000 }).then(() => settled(page)).then(() => true, () => false);
    if (!opened) {
      console.error(`${name}: does not open; its picture is not taken\n${faults.join('\n')}`);
      process.exitCode = 1;
      await context.close();
      continue;
    }
    // Tiles and marks of the map, and the page in the frame, come a little after.
    await page.waitForTimeout(/^(map|sitrep)/.test(name) ? 6000 : 300);
    const path = `${target}${name}.png`;
    await page.screenshot({ path, animations: 'disabled' });
    console.log(`${name}.png ${Math.round(statSync(path).size / 1000)} KB${faults.length ? `  ${faults.join('; ')}` : ''}`);
    await context.close();
  }
} finally {
  await house.close();
}
