import type { Turn } from '#shared/schemas/conversation.ts';
import type { Note } from '#shared/schemas/note.ts';
import type { RememberedChoice } from '#shared/schemas/remembered-choice.ts';
import type { Transaction } from '#shared/state/document-store.ts';
import { type ChoiceNote, choicesFromData, choicesPath, choicesToData, withNote } from './choice-records.ts';
import { writeFeedback } from './feedback-records.ts';
import { namedPath, namedToData } from './named-records.ts';
import { paths, turnFromData } from './stored-records.ts';

type FeedbackNote = Extract<Note, { kind: 'feedback' }>;
type NameNote = Extract<Note, { kind: 'name' | 'unname' }>;

/** The notes of a turn with what is stored of their subjects. */
export type Noted =
  | {
      readonly kind: 'choice';
      readonly note: ChoiceNote;
      readonly ownerId: string;
      readonly choices: readonly RememberedChoice[];
    }
  | { readonly kind: 'feedback'; readonly note: FeedbackNote; readonly turn: Turn | null }
  | { readonly kind: 'name'; readonly note: NameNote; readonly turn: Turn };

/** Reads what the notes of a turn change. As with every read of a transaction: before its first write. */
export async function readForNotes(
  transaction: Transaction,
  turn: Turn,
  notes: readonly Note[],
): Promise<readonly Noted[]> {
  const { ownerId, conversationId } = turn;
  const pathOf = (note: Note): string => {
    if (note.kind === 'feedback') return paths.turn(conversationId, note.turnId);
    return note.kind === 'name' || note.kind === 'unname'
      ? namedPath(conversationId, note.name)
      : choicesPath(ownerId, note.model);
  };
  const stored = notes.length === 0 ? [] : await transaction.getAll(notes.map(pathOf));
  return notes.map((note, at): Noted => {
    const data = stored[at] ?? null;
    switch (note.kind) {
      case 'feedback':
        return { kind: 'feedback', note, turn: data === null ? null : turnFromData(data) };
      case 'name':
      case 'unname':
        return { kind: 'name', note, turn };
      case 'choice':
      case 'forget':
        return { kind: 'choice', note, ownerId, choices: choicesFromData(data, ownerId) };
    }
  });
}

/**
 * Keeps the notes: choices with the person and the model, names with the conversation, feedback with the turn it is
 * about, if that has an answer.
 */
export function writeNotes(transaction: Transaction, noted: readonly Noted[], now: number): void {
  for (const one of noted) {
    switch (one.kind) {
      case 'feedback': {
        const { rating, comment, correction } = one.note;
        if (one.turn?.answer) writeFeedback(transaction, one.turn, { rating, comment, correction, at: now });
        break;
      }
      case 'name':
        writeName(transaction, one.note, one.turn, now);
        break;
      case 'choice': {
        const { note, ownerId, choices } = one;
        const { model } = note;
        const data = choicesToData({ ownerId, model }, withNote(choices, note, now), now);
        transaction.set(choicesPath(ownerId, model), data);
        break;
      }
    }
  }
}

function writeName(transaction: Transaction, note: NameNote, turn: Turn, now: number): void {
  const path = namedPath(turn.conversationId, note.name);
  if (note.kind === 'unname') transaction.delete(path);
  else transaction.set(path, namedToData(note, turn.sequence, now));
}
