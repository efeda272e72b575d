/** The filters that every list, the map and the exports share, as the address holds them. */
import { query } from '../api/client';

export const FILTERS = ['where', 'since', 'until', 'near', 'zone', 'actor', 'act', 'standing', 'rejected', 'document', 'agreement', 'bbox'] as const;

export function filterOf(search: URLSearchParams, more: Record<string, string | number | null> = {}): string {
  const fields: Record<string, string | number | null> = {};
  for (const name of FILTERS) fields[name] = search.get(name);
  return query({ ...fields, ...more });
}

export function listOf(text: string | null): string[] {
  return text ? text.split(',').filter(Boolean) : [];
}

export function toggled(text: string | null, value: string): string {
  const list = listOf(text);
  return (list.includes(value) ? list.filter((one) => one !== value) : [...list, value]).join(',');
}
