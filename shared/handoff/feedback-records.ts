import { AppError } from '#shared/errors/app-error.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import { type Feedback, feedbackSchema } from '#shared/schemas/feedback.ts';
import type { DocumentStore, Transaction } from '#shared/state/document-store.ts';

const COLLECTION = 'feedback';
/** Most that is listed at once. */
const MOST_LISTED = 200;
/** As long as the turns themselves. */
const RETENTION_MS = 90 * 24 * 60 * 60_000;

type Said = Pick<Feedback, 'rating' | 'comment' | 'correction' | 'at'>;

/** Keeps what was said of an ended turn; said again, it replaces what was said before. @throws AppError `invalid_request` while the turn is under way. */
export async function storeFeedback(turn: Turn, said: Said, store: Pick<DocumentStore, 'transact'>): Promise<void> {
  await store.transact((transaction) => {
    writeFeedback(transaction, turn, said);
    return Promise.resolve();
  });
}

/** The write of `storeFeedback`, as a part of a transaction. @throws AppError `invalid_request` while the turn is under way. */
export function writeFeedback(transaction: Pick<Transaction, 'set'>, turn: Turn, said: Said): void {
  const { answer, turnId, conversationId, ownerId, question, model } = turn;
  if (answer === null) throw new AppError('invalid_request', 'There is no answer to rate yet.');
  const plan = answer.reading?.plan ?? null;
  const feedback: Feedback = {
    turnId,
    conversationId,
    ownerId,
    model,
    question,
    outcome: answer.outcome,
    plan,
    ...said,
  };
  transaction.set(`${COLLECTION}/${turnId}`, {
    ownerId,
    at: said.at,
    feedbackJson: JSON.stringify(feedback),
    expireAt: new Date(said.at + RETENTION_MS),
  });
}

/** What one person said, newest first. */
export async function listFeedback(ownerId: string, store: Pick<DocumentStore, 'find'>): Promise<readonly Feedback[]> {
  const found = await store.find({
    collection: COLLECTION,
    where: [{ field: 'ownerId', operator: '==', value: ownerId }],
    limit: MOST_LISTED,
  });
  const feedback = found.map(({ data }) => feedbackSchema.parse(JSON.parse(String(data['feedbackJson']))));
  return feedback.toSorted((left, right) => right.at - left.at);
}
