/** Short messages about what was just written, each with its undoing. Read out by screen readers. */
export interface Toast { id: number; text: string; entry?: number; bad?: boolean; help?: string }

export const toasts = $state<{ list: Toast[]; last: number | null }>({ list: [], last: null });
let next = 1;

export function say(text: string, options: { entry?: number; bad?: boolean; help?: string } = {}): void {
  const toast = { id: next++, text, ...options };
  toasts.list = [...toasts.list.slice(-2), toast];
  if (options.entry !== undefined) toasts.last = options.entry;
  if (!options.bad) setTimeout(() => dismiss(toast.id), 12_000);
}

export function dismiss(id: number): void {
  toasts.list = toasts.list.filter((toast) => toast.id !== id);
}
