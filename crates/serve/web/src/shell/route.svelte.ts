/** Where the reader is: the path and every filter, held in the address so that it can be kept and sent. */
import { tick } from 'svelte';

const here = $state({ path: location.pathname, search: location.search });

export const route = {
  get path(): string {
    return here.path;
  },
  get query(): URLSearchParams {
    return new URLSearchParams(here.search);
  },
  get search(): string {
    return here.search;
  },
  /** The parts of the path: `/incidents/inc-1` gives `incidents` and `inc-1`. */
  get parts(): string[] {
    return here.path.split('/').filter(Boolean).map(decodeURIComponent);
  },
};

function read(): void {
  here.path = location.pathname;
  here.search = location.search;
}

/** Goes to an address of the application. A new screen begins at its top, with the focus on its heading. */
export async function go(address: string, options: { replace?: boolean } = {}): Promise<void> {
  const before = here.path;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', address);
  read();
  if (before === here.path) return;
  await tick();
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** Changes filters in the address; an empty value takes a filter away. */
export function setQuery(changes: Record<string, string | null | undefined>, options = { replace: true }): void {
  const query = new URLSearchParams(here.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  void go(here.path + (text ? `?${text}` : ''), options);
}

export function get(name: string): string {
  return new URLSearchParams(here.search).get(name) ?? '';
}

function plainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Follows links inside the application without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || !plainClick(event) || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
  event.preventDefault();
  void go(url.pathname + url.search);
}

addEventListener('popstate', read);
