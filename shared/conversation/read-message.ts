import { planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import { wordKey } from '#shared/planner/word-key.ts';
import type { Intent } from '#shared/schemas/intent.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { answerIntent, refuseOutside, type Remark, type RemarkContext, summaryQuestion } from './answer-intent.ts';
import { telltaleOf } from './read-intent.ts';
import { readTurn, type Relation, type TurnReading } from './read-turn.ts';
import type { View } from './turn-commands.ts';
import { planVerified, verifiedAs } from './verified-question.ts';

/** What a message comes to: a plan, a refusal, a question back, or a remark without a figure. */
export type MessageReading =
  | (Extract<TurnReading, { kind: 'planning' }> & {
      /** The verified question that the plan is an instance of; null when nobody has verified it. */
      readonly verified: string | null;
    })
  | { readonly kind: 'told'; readonly remark: Remark };

/** Intents told by a single word, which a model may have as a name of its own, such as a table of forecasts. */
const BY_WORD: ReadonlySet<Intent> = new Set(['forecast', 'anomaly', 'quality', 'summary']);
/** Shorter words say too little to be the name of something. */
const SHORTEST_NAME = 5;

function isNamedInModel(message: string, { index }: RemarkContext): boolean {
  const words = telltaleOf(message)
    .split(/[^\p{L}]+/u)
    .filter(({ length }) => length >= SHORTEST_NAME)
    .map(wordKey);
  const names = [...index.phrases].filter(([, senses]) => senses.some(({ kind }) => kind !== 'value'));
  return words.some((word) => names.some(([phrase]) => phrase.split(' ').includes(word)));
}

function told(remark: Remark): MessageReading {
  return { kind: 'told', remark };
}

function asReading(
  planning: Planning,
  context: RemarkContext,
  shown: { readonly view: View | null; readonly relation: Relation } = { view: null, relation: 'new' },
): MessageReading {
  const { model } = context.index.view;
  const verified = planning.outcome === 'planned' ? verifiedAs(planning.plan, model) : null;
  return { kind: 'planning', planning, verified, ...shown };
}

function readSummary(context: RemarkContext): MessageReading {
  const question = summaryQuestion(context);
  if (question === null)
    return told({
      outcome: 'refused',
      text: 'This data has no figures that a summary could be made of.',
      followUps: [],
    });
  const planning = planQuestion(question, context);
  if (planning.outcome !== 'planned') return asReading(planning, context);
  const assumption = 'A summary shows the main figures of the last full month beside those of the month before.';
  const planned = { ...planning, assumptions: [...planning.assumptions, assumption] };
  return asReading(planned, context);
}

/**
 * Reads one message of a conversation with all that is known of it: its intent, the turns before, the model, the date.
 *
 * Pure. Whatever can be planned is planned; the intent decides only for messages that ask for something else than a
 * figure, and words the refusal of those that the data says nothing about.
 */
export function readMessage(
  message: string,
  intent: Intent,
  past: readonly PastTurn[],
  context: RemarkContext,
): MessageReading {
  const isOwnWord = BY_WORD.has(intent) && isNamedInModel(message, context);
  if (intent === 'summary' && !isOwnWord) return readSummary(context);
  const remark = isOwnWord ? null : answerIntent(intent, message, context);
  if (remark !== null) return told(remark);
  const asVerified = planVerified(message, context);
  if (asVerified !== null) return asReading(asVerified, context);
  const reading = readTurn(message, past, context);
  if (reading.kind === 'told') return told({ outcome: reading.outcome, text: reading.text, followUps: [] });
  const outside = reading.planning.outcome === 'refused' ? refuseOutside(intent, context) : null;
  const { planning, view, relation } = reading;
  return outside === null ? asReading(planning, context, { view, relation }) : told(outside);
}
