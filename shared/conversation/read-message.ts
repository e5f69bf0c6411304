import { type Planned, planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import { wordKey } from '#shared/planner/word-key.ts';
import type { Intent } from '#shared/schemas/intent.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { addPresentation, type Presentation } from '#shared/schemas/presentation.ts';
import { answerIntent, refuseOutside, type Remark, type RemarkContext, summaryQuestion } from './answer-intent.ts';
import { objectToCurrency } from './object-to-currency.ts';
import { type DisplayReading, readDisplay } from './read-display.ts';
import { explainFigure } from './explain-figure.ts';
import { answerNaming, objectToName, readNamed } from './name-result.ts';
import { readNaming } from './read-naming.ts';
import { readFeedback } from './read-feedback.ts';
import { telltaleOf } from './read-intent.ts';
import { planShown, readTurn, type Relation, type TurnReading } from './read-turn.ts';
import { readForgetting, settleChoice } from './remember-choice.ts';
import { planVerified, verifiedAs } from './verified-question.ts';

/** What a message comes to: a plan, a refusal, a question back, or a remark without a figure. */
export type MessageReading =
  | (Extract<TurnReading, { kind: 'planning' }> & {
      /** The verified question that the plan is an instance of; null when nobody has verified it. */
      readonly verified: string | null;
      /** What was not asked back, because the person picked an option before; null when nothing was. */
      readonly settled: PastTurn['clarification'];
      /** The name that the result has from now on; null when it got none. */
      readonly keptAs: string | null;
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
  // "Missing values" is not named by "inventory value".
  return words.length > 0 && names.some(([phrase]) => words.every((word) => phrase.split(' ').includes(word)));
}

function told(remark: Remark): MessageReading {
  return { kind: 'told', remark };
}

const NEW = { presentation: null, relation: 'new' } as const;

function asReading(
  asked: Planning,
  context: RemarkContext,
  shown: { readonly presentation: Presentation | null; readonly relation: Relation } = NEW,
): MessageReading {
  const { model } = context.index.view;
  const { planning, settled } = settleChoice(asked, context.choices ?? [], context);
  const verified = planning.outcome === 'planned' ? verifiedAs(planning.plan, model) : null;
  return { kind: 'planning', planning, verified, settled, keptAs: null, ...shown };
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

/** What is said to the wish to be asked again; null when the message is none. */
function readAskAgain(message: string, last: PastTurn | undefined, context: RemarkContext): MessageReading | null {
  const forgetting = readForgetting(message);
  if (forgetting === null) return null;
  if (forgetting === 'all') return told(said('Your choices are forgotten: I will ask again what words mean.'));
  const settled = last?.outcome === 'answered' ? last.clarification : null;
  const { question, heard, options } = settled ?? {};
  if (question === undefined || heard === undefined || options === undefined)
    return told(said('Nothing in the answer before rests on a choice of yours.'));
  return asReading({ outcome: 'ambiguous', heard, question, options }, { ...context, choices: [] });
}

function said(text: string): Remark {
  return { outcome: 'answered', text, followUps: [] };
}

/** What "that's wrong, I meant orders" is corrected to; null when nothing is, or it cannot be computed. */
function readCorrection(message: string, past: readonly PastTurn[], context: RemarkContext): MessageReading | null {
  const correction = past.length === 0 ? null : readFeedback(message).correction;
  const reading = correction === null ? null : readTurn(correction, past, context);
  if (reading?.kind !== 'planning' || reading.planning.outcome !== 'planned') return null;
  const { planning, presentation, relation } = reading;
  const assumption = 'What you said is kept as feedback on the answer before.';
  return asReading({ ...planning, assumptions: [...planning.assumptions, assumption] }, context, {
    presentation,
    relation,
  });
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
  const onBefore =
    readAskAgain(message, past.at(-1), context) ??
    (intent === 'feedback' ? readCorrection(message, past, context) : null);
  const explained = onBefore === null ? explainFigure(message, planShown(past), context) : null;
  if (explained !== null) return told(explained);
  return onBefore ?? readKept(message, intent, past, context);
}

/** Reads a message without the name that its result is to have, and takes that along: "top 10 customers, call it big ten". */
function readKept(message: string, intent: Intent, past: readonly PastTurn[], context: RemarkContext): MessageReading {
  const remark = answerNaming(message, past, context);
  if (remark !== null) return told(remark);
  const naming = readNaming(message, context.named);
  if (naming?.kind !== 'name') return readDisplayed(message, intent, past, context);
  const reading = readDisplayed(naming.rest, intent, past, context);
  const planned = plannedIn(reading);
  if (planned === null || reading.kind === 'told') return reading;
  const objection = objectToName(naming.name, context);
  const said = objection ?? `This result is called “${naming.name}” from now on.`;
  const planning = { ...planned, assumptions: [...planned.assumptions, said] };
  return { ...reading, planning, keptAs: objection === null ? naming.name : null };
}

/** Reads a message without what only says how its result is to be shown, and takes that along. */
function readDisplayed(
  message: string,
  intent: Intent,
  past: readonly PastTurn[],
  context: RemarkContext,
): MessageReading {
  const { rest, wish, currency } = readDisplay(message);
  if (rest === '' || (wish === null && currency === null)) return readOnItsOwn(message, intent, past, context);
  // "How much did we sell in dollars" says that money is meant, "the price in euros" which price: words of the question.
  const whole = wish === null ? readOnItsOwn(message, intent, past, context) : null;
  if (whole !== null && plannedIn(whole) !== null) return whole;
  return showAs(readOnItsOwn(rest, intent, past, context), { wish, currency }, context);
}

function plannedIn(reading: MessageReading): Planned | null {
  return reading.kind === 'planning' && reading.planning.outcome === 'planned' ? reading.planning : null;
}

/** Takes along how the result is to be shown, or says why it cannot be. */
function showAs(
  reading: MessageReading,
  { wish, currency }: Pick<DisplayReading, 'wish' | 'currency'>,
  { index }: RemarkContext,
): MessageReading {
  const planned = plannedIn(reading);
  const objection = planned === null ? null : objectToCurrency(currency, planned.plan, index.view);
  if (objection !== null) return told({ outcome: 'refused', text: objection, followUps: [] });
  if (reading.kind === 'told' || wish === null) return reading;
  return { ...reading, presentation: addPresentation(reading.presentation, wish) };
}

/** Whatever says nothing about the answer before, or about what is remembered. */
function readOnItsOwn(
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
  return readInTurn(message, intent, past, context);
}

function readInTurn(
  message: string,
  intent: Intent,
  past: readonly PastTurn[],
  context: RemarkContext,
): MessageReading {
  const reading = readNamed(message, context) ?? readTurn(message, past, context);
  if (reading.kind === 'told') return told({ outcome: reading.outcome, text: reading.text, followUps: [] });
  const outside = reading.planning.outcome === 'refused' ? refuseOutside(intent, context) : null;
  const { planning, presentation, relation } = reading;
  return outside === null ? asReading(planning, context, { presentation, relation }) : told(outside);
}
