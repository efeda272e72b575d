/** Months gathered to bars that are wide enough to be seen, and the days where each begins and ends. */
import type { MonthBar } from '../../api/types';
import { dayNumber, dayOf, firstDay, lastOfMonth } from '../../messages/time';

export interface Bin { from: string; until: string; n: number; by: Record<string, number> }

const STEPS = [1, 3, 12, 60, 120];

function index(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function name(at: number): string {
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** Returns bars without gaps from the first month to the last: months, quarters, years or more, at most `most` of them. */
export function bins(months: MonthBar[], most: number): Bin[] {
  const known = months.filter((one) => /^\d{4}-\d{2}$/.test(one.month)).sort((a, b) => (a.month < b.month ? -1 : 1));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [];
  const step = STEPS.find((one) => (index(last.month) - index(first.month)) / one < most) ?? 120;
  const begin = Math.floor(index(first.month) / step) * step;
  const all: Bin[] = [];
  for (let at = begin; at <= index(last.month); at += step) all.push({ from: `${name(at)}-01`, until: lastOfMonth(name(at + step - 1)), n: 0, by: {} });
  for (const month of known) {
    const bin = all[Math.floor((index(month.month) - begin) / step)];
    if (!bin) continue;
    bin.n += month.n;
    for (const [standing, n] of Object.entries(month.by_standing)) bin.by[standing] = (bin.by[standing] ?? 0) + n;
  }
  return all;
}

/** Returns the bars between two days of the address, the first and the last. */
export function chosen(all: Bin[], since: string, until: string): [number, number] {
  const from = firstDay(since);
  const low = from ? all.findIndex((bin) => bin.until >= from) : 0;
  const last = until ? endOf(until) : '';
  let high = all.length - 1;
  while (last && high > 0 && (all[high]?.from ?? '') > last) high -= 1;
  const lowest = low < 0 ? all.length - 1 : low;
  return [Math.min(lowest, high), Math.max(lowest, high)];
}

/** Returns the last day of a day, month or year. */
export function endOf(text: string): string {
  if (/^\d{4}$/.test(text)) return `${text}-12-31`;
  return /^\d{4}-\d{2}$/.test(text) ? lastOfMonth(text) : text;
}

/** Writes a bar's stretch as short as it can be told. */
export function told(from: string, until: string): string {
  const nextDay = dayOf(dayNumber(until) + 1);
  if (from.endsWith('-01') && nextDay.endsWith('-01')) {
    const [a, b] = [from.slice(0, 7), until.slice(0, 7)];
    if (a === b) return a;
    if (a.endsWith('-01') && b.endsWith('-12')) return a.slice(0, 4) === b.slice(0, 4) ? a.slice(0, 4) : `${a.slice(0, 4)} – ${b.slice(0, 4)}`;
    return `${a} – ${b}`;
  }
  return `${from} – ${until}`;
}
