/** Who judges: the name that is written beside each judgement. Kept in the browser only. */
const KEY = 'truce.by';
const kept = $state({ name: localStorage.getItem(KEY) ?? '' });

export const person = {
  get name(): string {
    return kept.name;
  },
  set name(name: string) {
    kept.name = name;
    localStorage.setItem(KEY, name);
  },
  /** The name for a request; left out, the server writes its own default. */
  get by(): string | undefined {
    return kept.name.trim() || undefined;
  },
};
