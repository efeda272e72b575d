/** What a record is called, in the language of the interface; names of the sources stay as they are. */
import type { Rec } from '../../api/types';
import { between, t, word } from '../../messages/language.svelte';
import { days } from '../../messages/time';

export function titleOf(rec: Rec): string {
  if (rec.kind === 'claim' || rec.kind === 'statement') return rec.statements[0]?.quote ?? rec.label;
  const what = rec.name || (rec.kind === 'incident' ? word('act', rec.act) : word('type', rec.type ?? rec.act)) || word('kind', rec.kind);
  const where = rec.places[0]?.name;
  const when = days(rec.when) || (rec.kind === 'incident' ? t('row.no-day') : '');
  return [what, where === what ? '' : where, when].filter(Boolean).join(between(','));
}

/** Letters for the independent origins of a record: the same letter means that the text is one and the same. */
export function originLetters(rec: Rec): Map<string, string> {
  const order = [...new Set([...(rec.origins ?? []), ...rec.statements.map((one) => one.origin)])];
  return new Map(order.map((id, index) => [id, index < 26 ? String.fromCharCode(65 + index) : `${index + 1}`]));
}

/** Whether a person looked at a statement of this record. */
export function reviewOf(rec: Rec, statement: string): string | null {
  return rec.statements.find((one) => one.id === statement)?.review ?? null;
}
