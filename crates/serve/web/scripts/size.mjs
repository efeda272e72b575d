/** Says what each screen weighs, compressed, and fails where the first one is above its limit or the map is in it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 250_000;
const root = new URL('../../web-dist/', import.meta.url);
if (!existsSync(new URL('index.html', root))) {
  console.error('web-dist is not built\nhelp: npm run build');
  process.exit(1);
}
const text = (file) => readFileSync(new URL(file, root), 'utf8');
const weigh = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, root)), { level: 9 }).length, 0);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** What the page itself asks for. */
const page = new Set(['index.html', ...[...text('index.html').matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file]) => file)]);

/** What a screen asks for besides: the loader lists it beside each `import()`. */
const chunks = readdirSync(new URL('assets/', root)).filter((name) => name.endsWith('.js')).sort();
const screens = new Map();
for (const name of chunks) {
  const source = text(`assets/${name}`);
  const listed = JSON.parse(source.match(/m\.f=(\[[^\]]*\])/)?.[1] ?? '[]');
  for (const [, chunk, numbers] of source.matchAll(/import\(`\.\/([^`]+)`\)[^`]{0,40}?,__vite__mapDeps\(\[([\d,]*)\]\)/g)) {
    screens.set(chunk, new Set([`assets/${chunk}`, ...numbers.split(',').filter(Boolean).map((number) => listed[Number(number)])]));
  }
}
const home = [...screens].find(([chunk]) => chunk.startsWith('Home-'))?.[1];
const ground = [...screens].find(([chunk]) => chunk.startsWith('open-'));
if (!home || !ground) {
  console.error('the screens are not where this script looks for them\nhelp: see how web-dist/assets names them now, and mend scripts/size.mjs');
  process.exit(1);
}
const first = new Set([...page, ...home]);
console.log(`first screen: ${kb(weigh(first))} compressed, ${first.size} files (limit ${kb(LIMIT)})`);
for (const [chunk, files] of screens) console.log(`  ${chunk.replace(/-[\w-]{8}\.js$/, '')}: ${kb(weigh([...files].filter((file) => !first.has(file))))} more`);
const extra = readdirSync(new URL('assets/', root)).filter((name) => /\.(mjs|json)$/.test(name)).map((name) => `assets/${name}`);
console.log(`  with the map: ${kb(weigh(extra))} more of ground and worker`);
if (weigh(first) > LIMIT || first.has(`assets/${ground[0]}`)) {
  console.error('the first screen is too heavy\nhelp: load what it does not need when it is needed');
  process.exit(1);
}
