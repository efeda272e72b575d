/** The keys of the review queue. Each can be given another letter, and all can be switched off. */
export type Act = 'accept' | 'reject' | 'edit' | 'merge' | 'split' | 'defer' | 'undo' | 'next' | 'previous' | 'help';

export const DEFAULTS: Record<Act, string> = {
  accept: 'a', reject: 'x', edit: 'e', merge: 'm', split: 's', defer: 'd', undo: 'u', next: 'j', previous: 'k', help: '?',
};
export const ACTS = Object.keys(DEFAULTS) as Act[];
const KEY = 'truce.keys';

interface Kept { on: boolean; keys: Record<Act, string> }

function load(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
    return { on: kept.on ?? true, keys: { ...DEFAULTS, ...kept.keys } };
  } catch {
    return { on: true, keys: { ...DEFAULTS } };
  }
}

export const keys = $state<Kept>(load());

function keep(): void {
  localStorage.setItem(KEY, JSON.stringify(keys));
}

/** Gives an act a key; says whether it was free. */
export function remap(act: Act, key: string): boolean {
  if (key.length !== 1 || ACTS.some((other) => other !== act && keys.keys[other] === key)) return false;
  keys.keys[act] = key;
  keep();
  return true;
}

export function reset(): void {
  keys.keys = { ...DEFAULTS };
  keep();
}

export function switchKeys(on: boolean): void {
  keys.on = on;
  keep();
}

/** Returns what a key press asks for; nothing while somebody writes, or with a control key held. */
export function actOf(event: KeyboardEvent): Act | null {
  if (!keys.on || event.ctrlKey || event.metaKey || event.altKey) return null;
  if ((event.target as Element | null)?.closest?.('input, textarea, select, dialog[open], [contenteditable]')) return null;
  return ACTS.find((act) => keys.keys[act] === event.key) ?? null;
}
