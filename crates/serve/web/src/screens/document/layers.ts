/** Statements in, runs of text with the statements that cover them out. */
import type { Doc, DocStatement } from '../../api/types';

export interface Run { start: number; end: number; text: string; furniture: boolean; shared: boolean; on: DocStatement[]; begin: DocStatement[] }

/** How many lines can stand under a word before they touch the next line of text. */
export const LANES = 4;

/** Cuts the text wherever something begins or ends. Offsets are UTF-16 code units, as JavaScript counts. */
export function runs(doc: Doc, shown: (statement: DocStatement) => boolean): Run[] {
  const statements = doc.statements.filter(shown);
  const cuts = new Set([0, doc.text.length]);
  const spans = [...statements, ...doc.blocks, ...(doc.origin?.spans ?? [])];
  for (const span of spans) {
    cuts.add(Math.min(span.start, doc.text.length));
    cuts.add(Math.min(span.end, doc.text.length));
  }
  const at = [...cuts].sort((one, other) => one - other);
  const furniture = doc.blocks.filter((block) => block.furniture);
  const shared = doc.origin?.spans ?? [];
  const covers = (span: { start: number; end: number }, start: number, end: number) => span.start <= start && span.end >= end;
  const result: Run[] = [];
  for (let index = 0; index + 1 < at.length; index += 1) {
    const start = at[index] ?? 0;
    const end = at[index + 1] ?? 0;
    result.push({
      start,
      end,
      text: doc.text.slice(start, end),
      furniture: furniture.some((block) => covers(block, start, end)),
      shared: shared.some((span) => covers(span, start, end)),
      on: statements.filter((statement) => covers(statement, start, end)),
      begin: statements.filter((statement) => statement.start === start),
    });
  }
  return result;
}

/** Gives each statement a line of its own among those it overlaps. */
export function lanes(statements: DocStatement[]): Map<string, number> {
  const ends: number[] = [];
  const result = new Map<string, number>();
  const sorted = [...statements].sort((one, other) => one.start - other.start || other.end - one.end);
  for (const statement of sorted) {
    let lane = ends.findIndex((end) => end <= statement.start);
    if (lane < 0) lane = ends.length < LANES ? ends.length : LANES - 1;
    ends[lane] = Math.max(ends[lane] ?? 0, statement.end);
    result.set(statement.id, lane);
  }
  return result;
}

/** Returns the offset in the text of a point in the page, by the runs' `data-start`. */
export function offsetAt(node: Node, offset: number): number | null {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : (node as Element);
  const run = element?.closest<HTMLElement>('[data-start]');
  if (!run) return null;
  const start = Number(run.dataset.start);
  return node.nodeType === Node.TEXT_NODE ? start + offset : offset === 0 ? start : start + (run.textContent?.length ?? 0);
}
