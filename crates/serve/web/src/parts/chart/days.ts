/** Days as places on a line. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { dayNumber, dayOf } from '../../messages/time';

export type DayScale = ScaleLinear<number, number>;

export function dayScale(first: string, last: string, from: number, to: number): DayScale {
  const [low, high] = [dayNumber(first), dayNumber(last)];
  return scaleLinear([low, Math.max(high, low + 6)], [from, to]);
}

/** Returns first days of days, months or years to write below, no nearer to each other than a label is wide. */
export function dayTicks(scale: DayScale, label = 84): { at: number; text: string }[] {
  const [low = 0, high = 1] = scale.domain();
  const [left = 0, right = 1] = scale.range();
  const room = Math.max(2, Math.floor(Math.abs(right - left) / label));
  const span = (high - low) / room;
  const ticks: { at: number; text: string }[] = [];
  const push = (day: string, text: string) => {
    const at = dayNumber(day);
    if (at >= low && at <= high) ticks.push({ at: scale(at), text });
  };
  const year = Number(dayOf(low).slice(0, 4));
  const lastYear = Number(dayOf(high).slice(0, 4));
  if (span <= 20) {
    const step = span <= 1 ? 1 : span <= 2 ? 2 : span <= 7 ? 7 : 14;
    for (let day = Math.ceil(low); day <= high; day += step) push(dayOf(day), dayOf(day));
  } else if (span <= 200) {
    const step = span <= 31 ? 1 : span <= 93 ? 3 : 6;
    for (let month = 0; month <= (lastYear - year + 1) * 12; month += step) {
      const text = `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
      push(`${text}-01`, text);
    }
  } else {
    const step = Math.max(1, Math.ceil(span / 365));
    for (let one = year; one <= lastYear; one += step) push(`${one}-01-01`, `${one}`);
  }
  return ticks;
}
