import { formatCount, formatFigure, formatPercent } from './format-figure.ts';
import { nameGroup } from './name-group.ts';
import { phrasePeriod } from './phrase-dates.ts';
import { phraseGroups, phraseScope } from './phrase-plan.ts';
import { listWords, midSentence } from './words.ts';
import {
  type AnswerSource,
  dimensionsOf,
  metricsOf,
  numberAt,
  type PlacedColumn,
  relatedColumn,
  type Row,
} from './result-view.ts';
import { figureText, signedChange, signedPoints } from './word-totals.ts';

/** How many groups a sentence names. */
const NAMED = 3;

/** A metric by one or more dimensions: the leaders, or the largest changes when periods are compared. */
export function wordGroups(source: AnswerSource): string {
  const { plan } = source;
  const ranked = rankColumn(source);
  const metric = metricsOf(source).find(({ name }) => name === ranked) ?? metricsOf(source)[0];
  if (metric === undefined) return '';
  if (plan.comparison !== null && plan.top === null) return wordChanges(source, metric);
  return plan.top === null ? wordLeaders(source, metric) : wordTop(source, metric);
}

function rankColumn({ plan }: AnswerSource): string | null {
  return (plan.top?.by ?? plan.order[0]?.by)?.toUpperCase() ?? null;
}

function nameOf(row: Row, source: AnswerSource): string {
  const names = dimensionsOf(source).map((column) => nameGroup(row[column.place], column, source.model.calendar));
  return names.join(', ');
}

function circumstances({ plan, model }: AnswerSource): string {
  return `${phraseScope(plan, model)}${phrasePeriod(plan.period?.label)}`;
}

function named(row: Row, source: AnswerSource, metric: PlacedColumn): string {
  const change = signedChange(source, metric, row);
  return `${nameOf(row, source)} (${figureText(numberAt(row, metric), metric)}${change === null ? '' : `, ${change}`})`;
}

function wordTop(source: AnswerSource, metric: PlacedColumn): string {
  const { plan, result } = source;
  const isBottom = plan.top?.direction === 'bottom';
  const isWithin = (plan.top?.within.length ?? 0) > 0;
  const groups = listWords(dimensionsOf(source).map(({ label }) => midSentence(label)));
  const which = `${isBottom ? 'lowest' : 'highest'} ${midSentence(metric.label)}`;
  if (isWithin) {
    const each = `${String(plan.top?.count ?? 1)} with the ${which} in each group`;
    return `By ${groups}, the ${each}${circumstances(source)} are in the table: ${formatCount(result.rowCount)} rows.`;
  }
  const rows = result.rows.slice(0, Math.max(NAMED, Math.min(result.rows.length, 5)));
  const more =
    result.rows.length > rows.length ? `; ${formatCount(result.rows.length - rows.length)} more are in the table` : '';
  const list = listWords(rows.map((row) => named(row, source, metric)));
  if (rows.length === 1) return `The ${groups} with the ${which}${circumstances(source)} was ${list}.`;
  return `The ${which}${phraseGroups(dimensionsOf(source))}${circumstances(source)}: ${list}${more}.`;
}

function wordLeaders(source: AnswerSource, metric: PlacedColumn): string {
  const known = source.result.rows.filter((row) => numberAt(row, metric) !== null);
  const ranked = [...known].sort((left, right) => (numberAt(right, metric) ?? 0) - (numberAt(left, metric) ?? 0));
  const [first, ...others] = ranked;
  if (first === undefined) return `There is no ${midSentence(metric.label)}${circumstances(source)}.`;
  const value = numberAt(first, metric) ?? 0;
  if (source.result.rows.length === 1) return wordOnly(first, source, metric);
  const lead = `${nameOf(first, source)} had the highest ${midSentence(metric.label)}${circumstances(source)}: ${formatFigure(value, metric.format)}`;
  const part = shareText(value, source, metric);
  if (others.length === 0) return `${lead}${part}.`;
  const next = listWords(others.slice(0, NAMED - 1).map((row) => named(row, source, metric)));
  return `${lead}${part}, ahead of ${next}.`;
}

/** A single group is highest of nothing: its figure, and its name unless a condition says that already. */
function wordOnly(row: Row, source: AnswerSource, metric: PlacedColumn): string {
  const name = nameOf(row, source);
  const scope = phraseScope(source.plan, source.model);
  const group = ` ${scope} `.includes(` ${name} `) ? '' : ` for ${name}`;
  return `${metric.label} was ${figureText(numberAt(row, metric), metric)}${group}${circumstances(source)}.`;
}

/** `, 45% of the total`, when the rows are all there is and their figures add up. */
function shareText(value: number, source: AnswerSource, metric: PlacedColumn): string {
  const { plan, result } = source;
  const isWhole = plan.limit === null && plan.having === null && plan.combine === null && !result.truncated;
  const values = result.rows.map((row) => numberAt(row, metric) ?? 0);
  const total = values.reduce((sum, one) => sum + one, 0);
  const addsUp = metric.meaning.kind === 'metric' && metric.meaning.isAdditive && values.every((one) => one >= 0);
  if (!isWhole || !addsUp || total <= 0 || values.length < 2) return '';
  return `, ${formatPercent(value / total, 0)} of the total`;
}

/** Where a compared metric rose and fell most. */
function wordChanges(source: AnswerSource, metric: PlacedColumn): string {
  const column = relatedColumn(source, metric, 'change');
  const before = relatedColumn(source, metric, 'before');
  const changeOf = (row: Row): number =>
    numberAt(row, column) ?? (numberAt(row, metric) ?? 0) - (numberAt(row, before) ?? 0);
  const ranked = [...source.result.rows].sort((left, right) => changeOf(right) - changeOf(left));
  const sentences = [
    extreme(
      'rose most',
      ranked.find((row) => changeOf(row) > 0),
    ),
    extreme(
      'fell most',
      ranked.findLast((row) => changeOf(row) < 0),
    ),
  ].flat();
  const against = phrasePeriod(source.plan.comparison?.period.label).trim();
  const opening = `${metric.label}${circumstances(source)}, against ${against.replace(/^(in|on|during) /, '')}`;
  return sentences.length === 0 ? `${opening}: no change.` : `${opening}: it ${listWords(sentences)}.`;

  function extreme(verb: string, row: Row | undefined): readonly string[] {
    if (row === undefined) return [];
    return [`${verb} for ${nameOf(row, source)} (${sizeOf(changeOf(row), row)})`];
  }

  /** `+$12,300, +8.3%`; of a rate its points alone. */
  function sizeOf(change: number, row: Row): string {
    if (metric.format.unit === 'percent') return signedPoints(change);
    const size = `${change > 0 ? '+' : ''}${formatFigure(change, metric.format)}`;
    const relative = signedChange(source, metric, row);
    return relative === null ? size : `${size}, ${relative}`;
  }
}
