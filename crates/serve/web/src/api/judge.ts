/** Judgements of people. Each becomes an entry of the ledger, is told, and can be undone. */
import { Problem, post } from './client';
import type { Judged } from './types';
import { t } from '../messages/language.svelte';
import { person } from '../shell/person.svelte';
import { say } from '../shell/toasts.svelte';

export interface Judgement {
  judgement: 'accept' | 'reject' | 'correct' | 'merge' | 'split' | 'link' | 'unlink' | 'grade' | 'finding' | 'violation' | 'note' | 'statement';
  [field: string]: unknown;
}

export function tell(error: unknown): void {
  if (error instanceof Problem) {
    const what = error.status === 0 ? t('state.offline') : error.detail || error.message;
    say(what, { bad: true, help: error.help });
  } else say(String(error), { bad: true });
}

/** Writes a judgement; returns what came of it, or nothing where the server refused, which is told. */
export async function judge(judgement: Judgement): Promise<Judged | null> {
  try {
    const judged = await post<Judged>('/judgements', { ...judgement, by: person.by });
    say(t('toast.written', { entry: judged.entry }), { entry: judged.entry });
    return judged;
  } catch (error) {
    tell(error);
    return null;
  }
}

export async function undo(entry: number): Promise<boolean> {
  try {
    const undone = await post<{ entry: number }>('/undo', { entry, by: person.by });
    say(t('toast.undone', { entry, by: undone.entry }), { entry: undone.entry });
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}
