/** Draws the base map anew: coasts and boundaries of Natural Earth 1:50m (public domain), as `world-atlas` packs them,
 * simplified and written as one TopoJSON. No names: the map writes only the names that reports give. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { quantize } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';

const source = new URL('../node_modules/world-atlas/countries-50m.json', import.meta.url);
const target = new URL('../src/screens/map/basemap.json', import.meta.url);
/** The least area that a corner must span to stay, in square degrees; about 6 km by 6 km at the equator. */
const LEAST = 0.003;
/** The least area of an island that stays. */
const SMALLEST = 0.01;

const world = JSON.parse(readFileSync(source, 'utf8'));
delete world.bbox;
const bare = { ...world, objects: { countries: { ...world.objects.countries, geometries: world.objects.countries.geometries.filter(({ id }) => id !== '010').map(({ type, arcs }) => ({ type, arcs })) } } };
const simple = simplify(presimplify(bare), LEAST);
const small = quantize(filter(simple, filterWeight(simple, SMALLEST)), 2e4);
const text = JSON.stringify(small);
writeFileSync(target, `${text}\n`);
console.log(`${text.length} bytes, ${gzipSync(text, { level: 9 }).length} compressed, ${small.arcs.length} arcs`);
