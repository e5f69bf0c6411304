import { type Analysis, EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';
import type { Outcome, Tier } from '#shared/schemas/answer.ts';

export interface AnsweredQuestion {
  readonly question: string;
  readonly analysis: Analysis;
}

/** The least that vouches for a figure decides for the whole. */
const TIERS: readonly Tier[] = ['generated', 'assisted', 'governed', 'verified'];
const MAX_FOLLOW_UPS = 4;

/**
 * One answer to several questions of one message: a paragraph for each, in the order in which they were asked.
 *
 * Headline, reading, table and chart are those of the last question that has them, so that a follow-up goes on from
 * what was said last; statements and checks are those of all. It counts as answered when any question was.
 */
export function joinAnalyses(answered: readonly AnsweredQuestion[]): Analysis {
  const [first, second] = answered;
  if (first === undefined) return EMPTY_ANALYSIS;
  if (second === undefined) return first.analysis;
  const analyses = answered.map(({ analysis }) => analysis);
  return {
    ...EMPTY_ANALYSIS,
    ...lastShown(analyses),
    ...judgement(analyses),
    text: answered
      .map(({ question, analysis }, at) => `${String(at + 1)}. ${question.trim()}\n   ${analysis.text}`)
      .join('\n'),
    sql: answered.flatMap(({ analysis }, at) =>
      analysis.sql.map((record) => ({ ...record, purpose: `${record.purpose} (question ${String(at + 1)})` })),
    ),
    insights: analyses.flatMap(({ insights }) => insights),
    recommendations: analyses.flatMap(({ recommendations }) => recommendations),
    checks: analyses.flatMap(({ checks }) => checks),
    followUps: [...new Set(analyses.flatMap(({ followUps }) => followUps))].slice(0, MAX_FOLLOW_UPS),
    keptAs: analyses.findLast(({ keptAs }) => keptAs !== null)?.keptAs ?? null,
    clarification: analyses.find(({ clarification }) => clarification !== null)?.clarification ?? null,
  };
}

/**
 * One answer to both readings of a question; what was asked back where one of them could not be answered.
 *
 * What was asked back stays with the answer: "I meant …" picks one of the readings, now and from then on.
 */
export function joinReadings(
  asked: Analysis,
  offered: NonNullable<Analysis['clarification']>,
  readings: readonly Analysis[],
): Analysis {
  const labels = offered.options.map(({ label }) => label);
  if (readings.length < labels.length || readings.some(({ outcome }) => outcome !== 'answered')) return asked;
  const joined = joinAnalyses(readings.map((analysis, at) => ({ question: labels[at] ?? '', analysis })));
  const heard = offered.heard ?? '';
  const opening = `“${heard}” can mean ${labels.join(' or ')}; here are both. Say “I meant ${labels[0] ?? ''}” to get only one.`;
  return { ...joined, text: `${opening}\n${joined.text}`, clarification: offered };
}

function lastShown(analyses: readonly Analysis[]): Partial<Analysis> {
  const shown = analyses.findLast(({ table }) => table !== null);
  if (shown === undefined) return {};
  const { headline, reading, table, chart, presentation, freshness } = shown;
  return { headline, reading, table, chart, presentation, freshness };
}

/** How the whole came out, and how far it can be trusted: as far as its weakest part. */
function judgement(analyses: readonly Analysis[]): Partial<Analysis> {
  const reasons = analyses.flatMap(({ confidenceReason }) => confidenceReason ?? []);
  const hasOnlyFailed = analyses.every(({ failure }) => failure !== null);
  return {
    outcome: joinOutcomes(analyses.map(({ outcome }) => outcome)),
    tier: TIERS.find((tier) => analyses.some((one) => one.tier === tier)) ?? null,
    confidence: leastOf(analyses.flatMap(({ confidence }) => confidence ?? [])),
    confidenceReason: reasons.length === 0 ? null : reasons.join(' '),
    failure: hasOnlyFailed ? (analyses[0]?.failure ?? null) : null,
  };
}

function joinOutcomes(outcomes: readonly Outcome[]): Outcome {
  const order: readonly Outcome[] = ['answered', 'clarification', 'refused', 'failed'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'failed';
}

function leastOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
