/** Times as people read them. Moments always carry their zone; days are the days that reports name. */

/** Writes a moment in UTC: `2026-03-04 09:15 UTC`. */
export function moment(rfc3339: string | null | undefined): string {
  if (!rfc3339) return '';
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Writes a stretch of days in EDTF with a dash: `2015-05-12 – 2015-05-14`. */
export function days(edtf: string | null | undefined): string {
  return edtf ? edtf.replace('/', ' – ') : '';
}

/** Returns the first day that a time in EDTF can be. */
export function firstDay(edtf: string | null | undefined): string | null {
  const start = edtf?.split('/')[0];
  if (!start) return null;
  return `${start}-01-01`.slice(0, 10);
}

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

export function dayOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** Returns the last day of a month `2015-05`. */
export function lastOfMonth(month: string): string {
  const [year = 1970, index = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10);
}
