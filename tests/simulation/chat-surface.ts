import type { ErrorCode } from '#shared/errors/app-error.ts';
import { handoffId } from '#shared/handoff/handoff-id.ts';
import { paths, turnFromData } from '#shared/handoff/stored-records.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import type { History } from './history.ts';
import type { Instance } from './instance.ts';

/** A chat service that takes a request id, as Google Chat's `spaces.messages.create` does. */
export interface Chat {
  /** Posts a message; one with a request id that was seen before is not posted again. */
  post(requestId: string, message: { readonly turnId: string; readonly text: string }): Promise<void>;
}

/** The chat service's own memory, shared by all instances. */
export function createChatService(history: History): (instance: Instance) => Chat {
  const seen = new Set<string>();
  const failure: ErrorCode = 'state_unavailable';
  return (instance) => ({
    post: (requestId, { turnId, text }) =>
      instance.call({ dependency: 'chat', method: 'chat.post', failure }, () => {
        if (seen.has(requestId)) return;
        seen.add(requestId);
        history.record({ kind: 'posted', turnId, text });
      }),
  });
}

export interface ChatSurfaceDeps {
  readonly store: DocumentStore;
  readonly chat: Chat;
  readonly now: () => number;
  /** Names one final message of one turn: posting it again under the same name is harmless. */
  readonly requestIdOf: (turnId: string) => string;
}

export function finalMessageId(turnId: string): string {
  return handoffId([turnId, 'chat', 'final']);
}

const rowOf = (turnId: string): string => `chatOutbox/${turnId}`;

/** Posts the final message of an ended turn: first the row that says so, then the post, then the row is marked. */
export async function postFinalMessage(
  { conversationId, turnId }: { readonly conversationId: string; readonly turnId: string },
  deps: ChatSurfaceDeps,
): Promise<void> {
  const text = await deps.store.transact(async (transaction) => {
    const [row, turn] = await transaction.getAll([rowOf(turnId), paths.turn(conversationId, turnId)]);
    const answer = turn ? turnFromData(turn).answer : null;
    if (answer === null || (row?.['postedAt'] ?? null) !== null) return null;
    if (!row) transaction.create(rowOf(turnId), { conversationId, turnId, postedAt: null, createdAt: deps.now() });
    return answer.text;
  });
  if (text === null) return;
  await deps.chat.post(deps.requestIdOf(turnId), { turnId, text });
  await deps.store.transact((transaction) => {
    transaction.update(rowOf(turnId), { postedAt: deps.now() });
    return Promise.resolve();
  });
}

/** Posts what a crash kept back. */
export async function sweepChat(deps: ChatSurfaceDeps): Promise<void> {
  const rows = await deps.store.find({
    collection: 'chatOutbox',
    where: [{ field: 'postedAt', operator: '==', value: null }],
    limit: 50,
  });
  for (const { data } of rows) {
    const { conversationId, turnId } = data;
    if (typeof conversationId !== 'string' || typeof turnId !== 'string') continue;
    await postFinalMessage({ conversationId, turnId }, deps);
  }
}
