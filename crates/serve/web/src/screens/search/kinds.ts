/** What Search can list. Words of the reports come first; the others are records and lists drawn from them. */
export const LISTED = ['statements', 'incidents', 'agreements', 'talks', 'zones', 'claims', 'figures', 'documents'] as const;
export type Listed = (typeof LISTED)[number];

export function listedOf(text: string, words: string): Listed {
  return LISTED.find((kind) => kind === text) ?? (words ? 'statements' : 'incidents');
}

/** Kinds with facets, and with forms of export. */
export const RECORDS: readonly Listed[] = ['incidents', 'agreements', 'talks', 'zones'];

/** Forms of export, by the names that programs know them by. */
export const FORMS: [string, string][] = [['csv', 'CSV'], ['incidents', 'JSON'], ['jsonl', 'JSON Lines'], ['geojson', 'GeoJSON'], ['kml', 'KML'], ['hxl', 'HXL (CSV)'], ['ucdp', 'UCDP GED (CSV)'], ['acled', 'ACLED (CSV)'], ['plover', 'PLOVER (JSON)'], ['jsonld', 'W3C PROV (JSON-LD)'], ['ical', 'iCalendar']];
