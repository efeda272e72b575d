/** Dark or light: the system's choice, unless the reader chose. Kept in the browser only. */
export type Appearance = 'system' | 'light' | 'dark';

const KEY = 'truce.appearance';
const system = matchMedia('(prefers-color-scheme: dark)');

export const appearance = $state<{ choice: Appearance; dark: boolean }>({ choice: 'system', dark: system.matches });

function show(): void {
  appearance.dark = appearance.choice === 'dark' || (appearance.choice === 'system' && system.matches);
  document.documentElement.dataset.theme = appearance.dark ? 'dark' : 'light';
}

export function startAppearance(): void {
  const kept = localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark') appearance.choice = kept;
  system.addEventListener('change', show);
  show();
}

export function choose(choice: Appearance): void {
  appearance.choice = choice;
  localStorage.setItem(KEY, choice);
  show();
}
