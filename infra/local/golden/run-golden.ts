import type { QueryResult } from '#shared/schemas/query-result.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import type { OpenWarehouse } from '../open-warehouse.ts';
import { isSameTable } from './compare-tables.ts';
import { type GoldenReader, MAX_ROWS, type Reply } from './golden-reader.ts';
import { type GoldenHalf, type GoldenQuestion, type GoldenSet, type GoldenTurn, halfOf } from './golden-set.ts';

/** How one question, or one turn of a conversation, went. */
export interface Verdict {
  /** Id of the question; turns after the first have `/2`, `/3` … */
  readonly id: string;
  readonly kind: string;
  readonly half: GoldenHalf;
  readonly isFollowUp: boolean;
  readonly isAnswerable: boolean;
  readonly ask: string;
  /** `wrong` also for an answer to what has none. */
  readonly outcome: 'right' | 'wrong' | 'abstained';
  readonly reply: Reply;
  /** The right result; null where there is none. */
  readonly expected: QueryResult | null;
}

/** How another wording of a question was read. */
export interface ParaphraseVerdict {
  readonly id: string;
  readonly half: GoldenHalf;
  readonly ask: string;
  /** `same`: as the question itself; `other-right`: by another plan with the right result. */
  readonly outcome: 'same' | 'other-right' | 'wrong' | 'abstained';
  readonly message: string;
}

export interface GoldenRun {
  readonly verdicts: readonly Verdict[];
  readonly paraphrases: readonly ParaphraseVerdict[];
}

type Expectation = Pick<GoldenTurn, 'sql' | 'also_right' | 'ordered'>;
type Query = OpenWarehouse['query'];

/** Whether a result is right; the first of the right results with it. */
async function check(result: QueryResult | null, expectation: Expectation, query: Query) {
  const statements = [...(expectation.sql === undefined ? [] : [expectation.sql]), ...expectation.also_right];
  let expected: QueryResult | null = null;
  for (const statement of statements) {
    const right = await query(statement, [], MAX_ROWS);
    expected ??= right;
    if (result !== null && isSameTable(right.rows, result.rows, expectation.ordered))
      return { isRight: true, expected };
  }
  return { isRight: false, expected };
}

function resultOf(reply: Reply): QueryResult | null {
  return reply.kind === 'answered' ? reply.result : null;
}

async function judgeTurn(
  turn: GoldenTurn,
  reply: Reply,
  query: Query,
): Promise<Pick<Verdict, 'outcome' | 'expected' | 'isAnswerable'>> {
  const isAnswered = reply.kind === 'answered';
  if (turn.unanswerable !== undefined) {
    return { outcome: isAnswered ? 'wrong' : 'right', expected: null, isAnswerable: false };
  }
  const { isRight, expected } = await check(resultOf(reply), turn, query);
  const answered = isRight ? 'right' : 'wrong';
  return { outcome: isAnswered ? answered : 'abstained', expected, isAnswerable: true };
}

async function judgeConversation(
  question: GoldenQuestion,
  reader: GoldenReader,
  query: Query,
): Promise<readonly Verdict[]> {
  const past: PastTurn[] = [];
  const verdicts: Verdict[] = [];
  for (const [at, turn] of [question, ...question.follow_ups].entries()) {
    const reply = await reader.reply(turn.ask, past);
    const isFollowUp = at > 0;
    const id = isFollowUp ? `${question.id}/${at + 1}` : question.id;
    const judged = await judgeTurn(turn, reply, query);
    verdicts.push({ id, kind: question.kind, half: halfOf(question), isFollowUp, ask: turn.ask, reply, ...judged });
    past.push(reply.turn);
  }
  return verdicts;
}

async function judgeParaphrase(
  ask: string,
  question: GoldenQuestion,
  reader: GoldenReader,
  query: Query,
): Promise<ParaphraseVerdict> {
  const base = { id: question.id, half: halfOf(question), ask };
  const [planned, original] = [reader.read(ask), reader.read(question.ask)];
  if (planned.outcome !== 'planned') {
    const message = planned.outcome === 'refused' ? planned.message : planned.question;
    return { ...base, outcome: 'abstained', message };
  }
  if (original.outcome === 'planned' && planHash(original.plan) === planHash(planned.plan)) {
    return { ...base, outcome: 'same', message: '' };
  }
  const reply = await reader.reply(ask, []);
  const { isRight } = await check(resultOf(reply), question, query);
  return { ...base, outcome: isRight ? 'other-right' : 'wrong', message: JSON.stringify(planned.plan) };
}

/** Answers the questions of a set one after the other, and compares each result with that of the hand-written statement. */
export async function runGolden(
  set: Pick<GoldenSet, 'questions'>,
  reader: GoldenReader,
  query: Query,
): Promise<GoldenRun> {
  const verdicts: Verdict[] = [];
  const paraphrases: ParaphraseVerdict[] = [];
  for (const question of set.questions) {
    verdicts.push(...(await judgeConversation(question, reader, query)));
    for (const ask of question.also_asked) paraphrases.push(await judgeParaphrase(ask, question, reader, query));
  }
  return { verdicts, paraphrases };
}
