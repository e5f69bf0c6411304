import { formatCount } from './format-figure.ts';
import { type AnswerSource, dimensionsOf, metricsOf } from './result-view.ts';
import { phrasePeriod } from './phrase-dates.ts';
import { phraseScope } from './phrase-plan.ts';
import { wordGroups } from './word-groups.ts';
import { wordRows } from './word-rows.ts';
import { wordSeries } from './word-series.ts';
import { wordTotals } from './word-totals.ts';

/**
 * One or two English sentences that say what the rows say, and nothing more. Figures of a million and more are rounded
 * to two digits after the point; the table has them in full.
 */
export function wordAnswer(source: AnswerSource): string {
  const { plan, model, result } = source;
  if (result.rows.length === 0) {
    return `Nothing matches${phraseScope(plan, model)}${phrasePeriod(plan.period?.label)}.`;
  }
  const metrics = metricsOf(source);
  const dimensions = dimensionsOf(source);
  if (metrics.length === 0) return wordRows(source);
  if (dimensions.length === 0) return wordTotals(source);
  const [only, ...more] = dimensions;
  const isSeries = more.length === 0 && only?.meaning.kind === 'time' && only.meaning.grain !== null;
  const sentence = isSeries ? wordSeries(source, only) : wordGroups(source);
  return result.truncated ? `${sentence} The table shows the first ${formatCount(result.rows.length)} rows.` : sentence;
}
