import { toDayNumber } from '#shared/calendar/civil-date.ts';
import type { Check } from '#shared/schemas/answer.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { checkSums } from './check-sums.ts';
import { formatCount } from './format-figure.ts';
import { type AnswerSource, dimensionsOf, placedColumns } from './result-view.ts';
import { listWords, midSentence } from './words.ts';

/**
 * What can be told from an answer itself about whether it can be trusted. `fail` means that the figures contradict the
 * plan; `note` is something that the reader should know.
 */
export function checkAnswer(source: AnswerSource): readonly Check[] {
  return [
    rowsFound(source),
    ...groupsUnique(source),
    ...checkSums(source),
    ...periodComplete(source.plan),
    ...periodsComparable(source.plan),
    ...groupsKnown(source),
    ...rowsComplete(source),
  ];
}

function rowsFound({ result, plan }: AnswerSource): Check {
  const name = 'filters-matched';
  const values = result.rows[0] ?? [];
  const isBlank = result.rows.length === 1 && plan.dimensions.length === 0 && values.every((cell) => cell === null);
  if (result.rows.length > 0 && !isBlank) return { name, level: 'pass', detail: 'The conditions match rows.' };
  return { name, level: 'note', detail: 'No rows match the conditions and the period.' };
}

/** The grain that was proven, seen in the rows: no group occurs twice. Two members may have one name, but not one key. */
function groupsUnique(source: AnswerSource): readonly Check[] {
  const dimensions = dimensionsOf(source);
  if (source.plan.listing !== null || dimensions.length === 0) return [];
  const columns = placedColumns(source.compiled.columns).filter(({ role }) => role === 'dimension');
  const groups = source.result.rows.map((row) => JSON.stringify(columns.map(({ place }) => row[place] ?? null)));
  const doubled = groups.length - new Set(groups).size;
  const name = 'one-row-per-group';
  const labels = listWords(dimensions.map(({ label }) => midSentence(label)));
  if (doubled === 0) return [{ name, level: 'pass', detail: `Each ${labels} has one row.` }];
  return [{ name, level: 'fail', detail: `${formatCount(doubled)} rows repeat a group of ${labels}.` }];
}

function periodComplete({ period }: Plan): readonly Check[] {
  if (period === null) return [];
  const name = 'period-complete';
  if (period.complete) return [{ name, level: 'pass', detail: `${period.label} is complete.` }];
  return [{ name, level: 'note', detail: `${period.label} is not complete yet; the figures will still change.` }];
}

function daysOf({ from, to }: { readonly from: string; readonly to: string }): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** Equal days, or the same calendar unit, whose lengths differ by at most three days. */
function periodsComparable({ period, comparison }: Plan): readonly Check[] {
  if (period === null || comparison === null) return [];
  const name = 'periods-equal-length';
  const now = daysOf(period);
  const before = daysOf(comparison.period);
  const labels = `${period.label} has ${formatCount(now)} days, ${comparison.period.label} ${formatCount(before)}`;
  if (now === before) return [{ name, level: 'pass', detail: `${labels}.` }];
  const isSameUnit = period.grain !== 'day' && period.grain !== 'week' && Math.abs(now - before) <= 3;
  if (isSameUnit) return [{ name, level: 'pass', detail: `${labels}: one whole ${period.grain} each.` }];
  return [{ name, level: 'note', detail: `${labels}; a sum over them is not compared like with like.` }];
}

function groupsKnown(source: AnswerSource): readonly Check[] {
  const unknown = dimensionsOf(source).filter(({ place }) => source.result.rows.some((row) => row[place] === null));
  const name = 'no-null-group';
  if (dimensionsOf(source).length === 0) return [];
  if (unknown.length === 0) return [{ name, level: 'pass', detail: 'Every row belongs to a known group.' }];
  const labels = listWords(unknown.map(({ label }) => midSentence(label)));
  return [{ name, level: 'note', detail: `Some rows have no ${labels}; they are shown as unknown.` }];
}

function rowsComplete({ result }: AnswerSource): readonly Check[] {
  if (!result.truncated) return [];
  const detail = `The table holds ${formatCount(result.rows.length)} of ${formatCount(result.rowCount)} rows.`;
  return [{ name: 'row-cap', level: 'note', detail }];
}
