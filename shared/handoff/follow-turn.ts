import { AppError } from '#shared/errors/app-error.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { failTurn, type EndingDeps } from './end-turn.ts';
import { conversationFromData, paths, turnFromData } from './stored-records.ts';

export interface TurnKey {
  readonly conversationId: string;
  readonly turnId: string;
}

export interface FollowDeps extends EndingDeps {
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** How long after its deadline a turn is ended by whoever waits for it. */
const GRACE_MS = 250;

/**
 * Follows a turn until it ends, calling back at each change; a turn past its deadline is ended here and now.
 *
 * @returns The ended turn, or the turn as it was when `signal` aborted.
 * @throws AppError `not_found` when there is no such turn; `cancelled` when `signal` aborted before it was seen.
 */
export function followTurn(key: TurnKey, deps: FollowDeps, onChange?: (turn: Turn) => void): Promise<Turn> {
  const { store, signal, now } = deps;
  const { promise, resolve, reject } = Promise.withResolvers<Turn>();
  let latest: Turn | null = null;
  let timer: NodeJS.Timeout | undefined;

  function endLateTurn(): void {
    failTurn(key, new AppError('deadline_exceeded', 'The turn’s time was up.'), deps).catch(reject);
  }
  function see(turn: Turn): void {
    latest = turn;
    onChange?.(turn);
    if (turn.status === 'ended') resolve(turn);
    else timer ??= setTimeout(endLateTurn, Math.max(0, turn.deadlineAt - now()) + GRACE_MS);
  }
  function leave(): void {
    if (latest === null) reject(new AppError('cancelled', 'Nobody waits any more.'));
    else resolve(latest);
  }

  const stop = store.watch(
    paths.turn(key.conversationId, key.turnId),
    (data) => (data === null ? reject(new AppError('not_found', 'There is no such turn.')) : see(turnFromData(data))),
    reject,
  );
  signal.addEventListener('abort', leave, { once: true });
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  });
}

/**
 * Ends a turn because the person who asked does not want its answer any more; what ran for it is stopped.
 *
 * @throws AppError `not_found`, as {@link readTurn}.
 */
export async function cancelTurn(key: TurnKey, ownerId: string, deps: EndingDeps): Promise<Turn> {
  const turn = await readTurn(key, ownerId, deps.store);
  if (turn.status === 'ended') return turn;
  return (await failTurn(key, new AppError('cancelled', 'The question was cancelled.'), deps)) ?? turn;
}

/**
 * Reads a turn on behalf of a person.
 *
 * @throws AppError `not_found` when it does not exist or belongs to someone else: both look the same.
 */
export async function readTurn(key: TurnKey, ownerId: string, store: DocumentStore): Promise<Turn> {
  const [data] = await store.getAll([paths.turn(key.conversationId, key.turnId)]);
  const turn = data ? turnFromData(data) : null;
  if (turn === null || turn.ownerId !== ownerId) throw new AppError('not_found', 'There is no such turn.');
  return turn;
}

/** The turns of a conversation, oldest first, at most the latest 200. @throws AppError `not_found`, as {@link readTurn}. */
export async function readConversation(conversationId: string, ownerId: string, store: DocumentStore) {
  const [data] = await store.getAll([paths.conversation(conversationId)]);
  const conversation = data ? conversationFromData(data) : null;
  if (conversation === null || conversation.ownerId !== ownerId) {
    throw new AppError('not_found', 'There is no such conversation.');
  }
  const found = await store.find({
    collection: `${paths.conversation(conversationId)}/turns`,
    orderBy: [{ field: 'sequence', direction: 'desc' }],
    limit: 200,
  });
  return { conversation, turns: found.map(({ data: turn }) => turnFromData(turn)).reverse() };
}
