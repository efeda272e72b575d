/** Which screen an address opens. Each is loaded when it is first opened. */
import type { Component } from 'svelte';
import type { Key } from '../messages/language.svelte';

type Loaded = Promise<{ default: Component<{ id: string }> }>;
interface Screen { title: Key; load: () => Loaded }

/**
 * A screen is loaded once; the promise is kept, so that it is drawn without a gap the next time. What could not be loaded is
 * asked for again. Some need no id.
 */
function once(load: () => Promise<{ default: unknown }>): () => Loaded {
  let kept: Loaded | undefined;
  return () =>
    (kept ??= (load() as Loaded).catch((error: unknown) => {
      kept = undefined;
      throw error;
    }));
}

const record: Screen = { title: 'nav.record', load: once(() => import('../screens/record/Record.svelte')) };

const SCREENS: Record<string, Screen> = {
  '': { title: 'nav.home', load: once(() => import('../screens/home/Home.svelte')) },
  documents: { title: 'nav.document', load: once(() => import('../screens/document/Document.svelte')) },
  review: { title: 'nav.review', load: once(() => import('../screens/review/Review.svelte')) },
  incidents: { title: 'nav.incident', load: once(() => import('../screens/incident/Incident.svelte')) },
  agreements: { title: 'nav.agreement', load: once(() => import('../screens/agreement/Agreement.svelte')) },
  map: { title: 'nav.map', load: once(() => import('../screens/map/Map.svelte')) },
  assess: { title: 'nav.assess', load: once(() => import('../screens/assess/Assess.svelte')) },
  search: { title: 'nav.search', load: once(() => import('../screens/search/Search.svelte')) },
  sitrep: { title: 'nav.sitrep', load: once(() => import('../screens/sitrep/Sitrep.svelte')) },
  ledger: { title: 'nav.ledger', load: once(() => import('../screens/ledger/Ledger.svelte')) },
  records: record,
  talks: record,
  zones: record,
};

const missing: Screen = { title: 'nav.missing', load: once(() => import('../screens/record/Missing.svelte')) };

export function screenOf(first: string): Screen {
  return SCREENS[first] ?? missing;
}

/** Returns the address of a thing by its id. */
export function addressOf(id: string): string {
  const roots: Record<string, string> = { inc: 'incidents', agr: 'agreements', doc: 'documents', tlk: 'talks', zon: 'zones' };
  return `/${roots[id.slice(0, 3)] ?? 'records'}/${id}`;
}
