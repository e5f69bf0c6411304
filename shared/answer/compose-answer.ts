import type { AnswerTable, Check, Headline, Reading } from '#shared/schemas/answer.ts';
import type { JsonObject } from '#shared/schemas/primitives.ts';
import { checkAnswer } from './check-answer.ts';
import { describeReading } from './describe-reading.ts';
import { drawChart } from './draw-chart.ts';
import { makeHeadline } from './make-headline.ts';
import { makeTable } from './make-table.ts';
import { presentColumns } from './present-columns.ts';
import type { AnswerSource } from './result-view.ts';
import { suggestFollowUps } from './suggest-follow-ups.ts';
import { wordAnswer } from './word-answer.ts';

/** The parts of an answer that follow from a plan and its rows alone. */
export interface ComposedAnswer {
  readonly text: string;
  readonly headline: Headline | null;
  readonly reading: Reading;
  readonly table: AnswerTable;
  readonly chart: JsonObject | null;
  readonly checks: Check[];
  readonly followUps: string[];
}

export interface ComposeOptions {
  /** What the planner took for granted. */
  readonly assumptions: readonly string[];
  /** Whether a question can be planned; follow-ups that cannot are left out. */
  readonly canAnswer: (question: string) => boolean;
}

/** Makes every part of an answer from the plan and its rows. Pure: equal rows give equal answers. */
export function composeAnswer(source: AnswerSource, { assumptions, canAnswer }: ComposeOptions): ComposedAnswer {
  const { plan, model, compiled } = source;
  const shown = presentColumns(source);
  return {
    text: wordAnswer(shown),
    headline: makeHeadline(source),
    reading: describeReading(plan, model, compiled, assumptions),
    table: makeTable(source),
    chart: drawChart(shown),
    checks: [...checkAnswer(source)],
    followUps: [...suggestFollowUps(plan, model, canAnswer)],
  };
}
