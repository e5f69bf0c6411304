import type { MetricUse, Plan } from '#shared/schemas/plan.ts';
import { plainTurn } from './turn-commands.ts';

type Aggregate = Extract<MetricUse, { kind: 'aggregate' }>;

const BARE =
  /^(?:(?:and|but|or|so|now|what about|how about|what is|what's|show|give)(?: me)? )*(?:only |just )?(?:the )?(?<word>highest|maximum|max|largest|biggest|greatest|most|lowest|minimum|min|smallest|least|fewest|average|avg|mean)(?: (?:one|value|number|amount))?$/;
const HIGH = /^(?:highest|max|largest|biggest|greatest|most)/;
const MEAN = /^(?:average|avg|mean)$/;

function aggregateFor(word: string): 'max' | 'min' | 'avg' {
  if (MEAN.test(word)) return 'avg';
  return HIGH.test(word) ? 'max' : 'min';
}

function renamed(metric: Aggregate, to: 'max' | 'min' | 'avg'): Aggregate {
  return { ...metric, function: to, alias: metric.alias.replace(metric.function, to) };
}

/** Another aggregate in the place of the only one; null when it is no maximum, minimum or mean. */
function otherFigure({ metrics: [metric, second], ...plan }: Plan, to: 'max' | 'min' | 'avg'): Plan | null {
  if (metric?.kind !== 'aggregate' || second !== undefined) return null;
  return /^(?:min|max|avg)$/.test(metric.function) ? { ...plan, metrics: [renamed(metric, to)] } : null;
}

/** The rows from the other end of their order; null when they have no single one. */
function otherEnd({ order: [key, second], ...plan }: Plan, to: 'max' | 'min'): Plan | null {
  if (key === undefined || second !== undefined) return null;
  return { ...plan, order: [{ ...key, direction: to === 'max' ? 'descending' : 'ascending' }] };
}

/**
 * "How about the highest?" after the lowest, "and the average?" after the maximum: the other end of the same question.
 *
 * Null unless the turn says nothing else and the plan has one figure of that kind, or one row chosen by its order.
 */
export function flipSuperlative(question: string, plan: Plan): Plan | null {
  const word = BARE.exec(plainTurn(question))?.groups?.['word'];
  if (word === undefined) return null;
  const to = aggregateFor(word);
  if (plan.limit === null) return otherFigure(plan, to);
  return to === 'avg' ? null : otherEnd(plan, to);
}
