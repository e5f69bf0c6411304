import type { Turn } from '#shared/schemas/conversation.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { RememberedChoice } from '#shared/schemas/remembered-choice.ts';
import type { Transaction } from '#shared/state/document-store.ts';
import { choicesFromData, choicesPath, choicesToData, withNote } from './choice-records.ts';
import { writeFeedback } from './feedback-records.ts';
import { paths, turnFromData } from './stored-records.ts';

/** The notes of a turn with what is stored of their subjects. */
export type Noted =
  | {
      readonly kind: 'choice';
      readonly note: Exclude<Note, { kind: 'feedback' }>;
      readonly ownerId: string;
      readonly choices: readonly RememberedChoice[];
    }
  | { readonly kind: 'feedback'; readonly note: Extract<Note, { kind: 'feedback' }>; readonly turn: Turn | null };

/** Reads what the notes of a turn change. As with every read of a transaction: before its first write. */
export async function readForNotes(
  transaction: Transaction,
  { ownerId, conversationId }: Turn,
  notes: readonly Note[],
): Promise<readonly Noted[]> {
  const pathOf = (note: Note): string =>
    note.kind === 'feedback' ? paths.turn(conversationId, note.turnId) : choicesPath(ownerId, note.model);
  const stored = notes.length === 0 ? [] : await transaction.getAll(notes.map(pathOf));
  return notes.map((note, at): Noted => {
    const data = stored[at] ?? null;
    if (note.kind === 'feedback') return { kind: 'feedback', note, turn: data === null ? null : turnFromData(data) };
    return { kind: 'choice', note, ownerId, choices: choicesFromData(data, ownerId) };
  });
}

/** Keeps the notes: choices with the person and the model, feedback with the turn it is about, if that has an answer. */
export function writeNotes(transaction: Transaction, noted: readonly Noted[], now: number): void {
  for (const one of noted) {
    if (one.kind === 'feedback') {
      const { rating, comment, correction } = one.note;
      if (one.turn?.answer) writeFeedback(transaction, one.turn, { rating, comment, correction, at: now });
      continue;
    }
    const { note, ownerId, choices } = one;
    const { model } = note;
    transaction.set(choicesPath(ownerId, model), choicesToData({ ownerId, model }, withNote(choices, note, now), now));
  }
}
