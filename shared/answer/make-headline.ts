import type { Headline } from '#shared/schemas/answer.ts';
import { type AnswerSource, dimensionsOf, metricsOf, numberAt, relatedColumn } from './result-view.ts';
import { rateOf } from './word-totals.ts';

/** The one figure that an answer is about; null when it has groups, rows or nothing. */
export function makeHeadline(source: AnswerSource): Headline | null {
  const [metric] = metricsOf(source);
  const [row] = source.result.rows;
  if (metric === undefined || row === undefined || dimensionsOf(source).length > 0) return null;
  const value = numberAt(row, metric);
  if (value === null || metric.type !== 'number') return null;
  const before = numberAt(row, relatedColumn(source, metric, 'before'));
  const { comparison } = source.plan;
  return {
    value,
    unit: metric.unit,
    label: metric.label,
    change: rateOf(source, metric, row),
    from: before === null || comparison === null ? null : { value: before, label: comparison.period.label },
    good: metric.meaning.kind === 'metric' ? metric.meaning.goodDirection : null,
  };
}
