/** Gathers the licences of everything that ends up in web-dist into public/licences.txt. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = new URL('../node_modules/', import.meta.url).pathname;
/** Most of what svelte needs is its compiler's and is not bundled. */
const alone = ['svelte', 'clsx', 'esm-env', 'world-atlas'];
const asked = ['d3-scale', 'topojson-client', 'maplibre-gl'];
const names = new Set();

/** A package and all that it needs: what is bundled is among them. */
function take(name) {
  const folder = join(modules, name);
  if (names.has(name) || !existsSync(join(folder, 'package.json'))) return;
  names.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const next of Object.keys(dependencies)) take(next);
}
for (const name of asked) take(name);
for (const name of alone) if (existsSync(join(modules, name, 'package.json'))) names.add(name);

const parts = [...names].sort().map((name) => {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim() : `Licence: ${license}. The package carries no text of it.`;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(new URL('../public/licences.txt', import.meta.url), `The web application of Truce carries parts of these packages.\nThe base map is drawn from Natural Earth, public domain, as world-atlas packs it.\n\n${parts.join(`\n${'-'.repeat(78)}\n\n`)}`);
console.log(`${names.size} packages`);
