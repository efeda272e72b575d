/** Rows of the record in a few words, in the language of the interface. */
import { between, t, word } from '../messages/language.svelte';
import { days } from '../messages/time';
import type { Row } from '../api/types';

/** Returns what a row is, without its day: `shelling, Brenik`; the act of an incident, else the name. */
export function what(row: { kind: string; act?: string | null; name?: string | null }): string {
  if (row.name) return row.name;
  return word(row.kind === 'incident' ? 'act' : 'stage', row.act) || word('kind', row.kind);
}

export function inWords(row: Row): string {
  return [what(row), days(row.when) || t('row.no-day'), row.places.split('; ')[0]].filter(Boolean).join(between(','));
}

/** Writes a figure with its bounds: `5`, `3–7`, `at least 3`. */
export function figure(low?: number | null, high?: number | null): string {
  if (low != null && high != null) return low === high ? `${low}` : `${low}–${high}`;
  if (low != null) return t('figure.least', { n: low });
  if (high != null) return t('figure.most', { n: high });
  return t('figure.open');
}
