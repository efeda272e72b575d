/** How incidents are told apart on the map: by standing, by act, or by the parties named together. */
import type { Facets, Row } from '../../api/types';
import { t, word } from '../../messages/language.svelte';
import { STANDINGS } from '../../parts/kinds';
import type { Class, Shape } from './marks';

export const WAYS = ['standing', 'act', 'party'] as const;
export type Way = (typeof WAYS)[number];

const STANDING_SHAPES: Record<string, Shape> = { corroborated: 'disc', 'single-source': 'ring', disputed: 'half', denied: 'diamond', retracted: 'cross' };
/** Hues that people with colour blindness tell apart, given by rank and never to a certain party or act. */
const RANKED: [string, Shape][] = [['--kind-claim', 'disc'], ['--s-single-source', 'triangle'], ['--kind-figure', 'square'], ['--kind-agreement', 'plus'], ['--kind-talks', 'ring'], ['--kind-event', 'diamond']];
export const REST = '…';

export function wayOf(text: string): Way {
  return WAYS.find((way) => way === text) ?? 'standing';
}

export function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim() || '#666';
}

function ranked(values: string[], label: (value: string) => string): Class[] {
  const first = values.slice(0, RANKED.length).map((value, index): Class => {
    const [token, shape] = RANKED[index] ?? ['--soft', 'dot'];
    return { value, label: label(value), colour: token, shape };
  });
  return values.length > first.length ? [...first, { value: REST, label: t('map.rest', { n: values.length - first.length }), colour: '--soft', shape: 'dot' }] : first;
}

/** Returns the classes, those with most incidents first; `facets` gives acts, `named` the parties of each incident. */
export function classesOf(way: Way, facets: Facets | null, named: string[]): Class[] {
  if (way === 'standing') return STANDINGS.map((value) => ({ value, label: word('standing', value), colour: `--s-${value}`, shape: STANDING_SHAPES[value] ?? 'ring' }));
  if (way === 'act') return ranked((facets?.act ?? []).map((one) => one.value), (value) => word('act', value));
  const counts = new Map<string, number>();
  for (const parties of named) counts.set(parties, (counts.get(parties) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([parties]) => parties);
  return ranked(order, (value) => value || t('row.no-actor'));
}

export function classOf(way: Way, row: { standing?: string; act?: string; actors?: string }): string {
  return (way === 'standing' ? row.standing : way === 'act' ? row.act : row.actors) ?? '';
}

/** Returns the places that the rows name first, each once, those with most incidents first. */
export function namesOf(rows: Row[], most = 60): { name: string; lon: number; lat: number; n: number }[] {
  const places = new Map<string, { name: string; lon: number; lat: number; n: number }>();
  for (const row of rows) {
    const name = row.places.split('; ')[0];
    if (!name || row.lat == null || row.lon == null) continue;
    const known = places.get(name);
    if (known) known.n += 1;
    else places.set(name, { name, lon: row.lon, lat: row.lat, n: 1 });
  }
  return [...places.values()].sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)).slice(0, most);
}
