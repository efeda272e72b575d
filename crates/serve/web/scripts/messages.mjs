/** Every message that the source asks for is there, in both languages, with the same places to fill. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../src/', import.meta.url).pathname;
const folder = join(root, 'messages');
const read = (language) => Object.assign({}, ...readdirSync(folder).filter((name) => name === `${language}.json` || name.endsWith(`.${language}.json`)).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
const en = read('en');
const ar = read('ar');
const faults = [];
const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
const plural = (key) => key.replace(/\.(zero|one|two|few|many|other)$/, '');

for (const [key, text] of Object.entries(en)) {
  if (!(key in ar)) faults.push(`${key}: no Arabic`);
  else if (plural(key) === key && holes(text) !== holes(ar[key])) faults.push(`${key}: the places to fill differ`);
}
for (const key of Object.keys(ar)) if (!(key in en) && !(`${plural(key)}.other` in en)) faults.push(`${key}: Arabic only`);

const sources = readdirSync(root, { recursive: true }).filter((name) => /\.(svelte|ts)$/.test(name));
for (const name of sources) {
  const text = readFileSync(join(root, name), 'utf8');
  for (const [, key] of text.matchAll(/(?<![\w.])t\('([^']+)'/g)) if (!(key in en)) faults.push(`${name}: no message ${key}`);
  for (const [, key] of text.matchAll(/(?<![\w.])counted\('([^']+)'/g)) if (!(`${key}.other` in en)) faults.push(`${name}: no message ${key}.other`);
}
if (faults.length) {
  console.error(faults.join('\n'));
  console.error('help: add the message to src/messages/*.en.json and *.ar.json');
  process.exit(1);
}
console.log(`${Object.keys(en).length} messages in two languages, ${sources.length} files read`);
