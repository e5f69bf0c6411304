import { formatFigure } from './format-figure.ts';
import { nameGroup } from './name-group.ts';
import { phrasePeriod } from './phrase-dates.ts';
import { phraseScope } from './phrase-plan.ts';
import { midSentence } from './words.ts';
import { type AnswerSource, metricsOf, numberAt, type PlacedColumn, type Row } from './result-view.ts';
import { signedPercent, wasOrWere } from './word-totals.ts';

interface Point {
  readonly label: string;
  readonly value: number;
  readonly bucket: string;
}

/** A metric over time: where it went from the first to the last bucket, and its highest. */
export function wordSeries(source: AnswerSource, time: PlacedColumn): string {
  const metric = metricsOf(source)[0];
  if (metric === undefined) return '';
  const points = pointsOf(source.result.rows, time, metric, source);
  const isOpen = source.plan.period?.complete === false && points.length > 2;
  const settled = isOpen ? points.slice(0, -1) : points;
  const [first] = settled;
  const last = settled.at(-1);
  const subject = `${metric.label}${phraseScope(source.plan, source.model)}`;
  if (first === undefined || last === undefined) {
    return `There is no ${midSentence(subject)}${phrasePeriod(source.plan.period?.label)}.`;
  }
  if (first === last) return `${subject} ${wasOrWere(metric.label)} ${write(first, metric)} in ${first.label}.`;
  const open = isOpen ? soFar(points.at(-1), metric) : '';
  return `${subject} ${movement(first, last, metric)}.${peakOf(settled, metric)}${open}`;
}

/** The highest bucket, unless it is the first or the last, which are told anyway. */
function peakOf(points: readonly Point[], metric: PlacedColumn): string {
  const highest = points.reduce((best, point) => (point.value > best.value ? point : best));
  if (highest === points[0] || highest === points.at(-1)) return '';
  return ` It was highest in ${highest.label}, at ${write(highest, metric)}.`;
}

/** The bucket that is still filling is told, not compared: it would always look like a fall. */
function soFar(point: Point | undefined, metric: PlacedColumn): string {
  return point === undefined ? '' : ` ${point.label} stands at ${write(point, metric)} so far.`;
}

function pointsOf(
  rows: readonly Row[],
  time: PlacedColumn,
  metric: PlacedColumn,
  { model }: AnswerSource,
): readonly Point[] {
  return rows
    .flatMap((row): readonly Point[] => {
      const value = numberAt(row, metric);
      const bucket = row[time.place];
      if (value === null || bucket === null || bucket === undefined) return [];
      return [{ value, bucket: String(bucket), label: nameGroup(bucket, time, model.calendar) }];
    })
    .sort((left, right) => (left.bucket < right.bucket ? -1 : 1));
}

function write(point: Point, metric: PlacedColumn): string {
  return formatFigure(point.value, metric.format);
}

function movement(first: Point, last: Point, metric: PlacedColumn): string {
  const from = `${write(first, metric)} in ${first.label}`;
  const to = `${write(last, metric)} in ${last.label}`;
  const change = first.value === 0 ? null : (last.value - first.value) / Math.abs(first.value);
  if (last.value === first.value) return `${wasOrWere(metric.label)} ${to}, the same as in ${first.label}`;
  const isRate = metric.format.unit === 'percent';
  const size = change === null || isRate ? '' : ` (${signedPercent(change)})`;
  return `${last.value > first.value ? 'rose' : 'fell'} from ${from} to ${to}${size}`;
}
