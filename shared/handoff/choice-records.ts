import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { Note } from '#shared/schemas/note.ts';
import { MAX_CHOICES, type RememberedChoice, rememberedChoiceSchema } from '#shared/schemas/remembered-choice.ts';
import type { DocumentData, DocumentStore } from '#shared/state/document-store.ts';

const COLLECTION = 'choices';
/** Kept as long as conversations, counted from the last choice. */
const RETENTION_MS = 90 * 24 * 60 * 60_000;

/** What a turn says of a person's choices. */
export type ChoiceNote = Extract<Note, { kind: 'choice' | 'forget' }>;

/** Where the choices of a person are kept, by model; the path tells nobody who that is. */
export function choicesPath(ownerId: string, model: string): string {
  return `${COLLECTION}/${createHash('sha256')
    .update(JSON.stringify([ownerId, model]))
    .digest('hex')}`;
}

/** The choices of a document, latest first; none of one that belongs to somebody else. @throws AppError `invalid_state`. */
export function choicesFromData(data: DocumentData | null | undefined, ownerId: string): readonly RememberedChoice[] {
  if (data === null || data === undefined || data['ownerId'] !== ownerId) return [];
  const read = z.array(rememberedChoiceSchema).safeParse(JSON.parse(String(data['choicesJson'])));
  if (!read.success) throw new AppError('invalid_state', 'Stored choices can’t be read.', { cause: read.error });
  return read.data;
}

export function choicesToData(
  key: { readonly ownerId: string; readonly model: string },
  choices: readonly RememberedChoice[],
  now: number,
): DocumentData {
  return { ...key, choicesJson: JSON.stringify(choices), expireAt: new Date(now + RETENTION_MS) };
}

/** What is known after a note: the latest choice for the same words counts. */
export function withNote(
  choices: readonly RememberedChoice[],
  note: ChoiceNote,
  at: number,
): readonly RememberedChoice[] {
  const others = choices.filter(({ heard }) => note.heard !== null && heard !== note.heard);
  if (note.kind === 'forget') return others;
  return [{ heard: note.heard, label: note.label, at }, ...others].slice(0, MAX_CHOICES);
}

/** What a person picked before with a model, latest first. */
export async function recallChoices(
  ownerId: string,
  model: string,
  store: Pick<DocumentStore, 'getAll'>,
): Promise<readonly RememberedChoice[]> {
  const [data] = await store.getAll([choicesPath(ownerId, model)]);
  return choicesFromData(data, ownerId);
}
