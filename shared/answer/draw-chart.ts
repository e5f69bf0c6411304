import type { JsonObject } from '#shared/schemas/primitives.ts';
import { type ChartShape, chooseChart } from './choose-chart.ts';
import { type FigureFormat, scaleSteps } from './format-figure.ts';
import { nameGroup } from './name-group.ts';
import { type AnswerSource, numberAt, type PlacedColumn, type Row } from './result-view.ts';
import { wordAnswer } from './word-answer.ts';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** More bars cannot be told apart. */
const MAX_BARS = 25;
/** More colours cannot be told apart. */
const MAX_SERIES = 8;

interface Mark {
  readonly group: string;
  readonly series: string | null;
  readonly value: number;
}

/**
 * A Vega-Lite v6 specification for the rows, without a theme; null when there is nothing to compare.
 *
 * The title is the finding, the description says in words what is drawn, for those who cannot see it. Groups are drawn
 * under the names that people use, in the order of the rows, so the chart does not depend on a time zone.
 */
export function drawChart(source: AnswerSource): JsonObject | null {
  const shape = source.presentation?.view === 'table' ? null : chooseChart(source);
  if (shape === null) return null;
  const marks = marksOf(source, shape);
  if (new Set(marks.map(({ group, series }) => `${group}/${series ?? ''}`)).size < 2) return null;
  return {
    $schema: SCHEMA,
    title: wordAnswer(source).replace(/\.$/, ''),
    description: describe(shape, marks),
    data: {
      values: marks.map(({ group, series, value }) => ({ group, ...(series === null ? {} : { series }), value })),
    },
    mark: shape.mark === 'line' ? { type: 'line', point: marks.length <= 60 } : { type: shape.mark },
    encoding: encodingOf(shape, marks),
  };
}

function marksOf(source: AnswerSource, shape: ChartShape): readonly Mark[] {
  const rows = orderedRows(source, shape);
  const marks = rows.flatMap((row) =>
    shape.values.flatMap(({ column, series }): readonly Mark[] => {
      const value = numberAt(row, column);
      if (value === null) return [];
      return [{ group: nameIn(source, row, shape.group), series: series ?? seriesOf(source, row, shape), value }];
    }),
  );
  const groups = firstDistinct(
    marks.map(({ group }) => group),
    shape.isTime ? Infinity : MAX_BARS,
  );
  const series = largestSeries(marks);
  return marks.filter((mark) => groups.has(mark.group) && (mark.series === null || series.has(mark.series)));
}

function orderedRows({ result }: AnswerSource, { isTime, group }: ChartShape): readonly Row[] {
  if (!isTime) return result.rows;
  const key = (row: Row): string => String(row[group.place] ?? '').padStart(12, '0');
  return [...result.rows].sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));
}

function nameIn({ model }: AnswerSource, row: Row, column: PlacedColumn): string {
  return nameGroup(row[column.place], column, model.calendar);
}

function seriesOf(source: AnswerSource, row: Row, { series }: ChartShape): string | null {
  return series === null ? null : nameIn(source, row, series);
}

function firstDistinct(values: readonly string[], count: number): ReadonlySet<string> {
  return new Set([...new Set(values)].slice(0, count));
}

function largestSeries(marks: readonly Mark[]): ReadonlySet<string> {
  const totals = new Map<string, number>();
  for (const { series, value } of marks) {
    if (series !== null) totals.set(series, (totals.get(series) ?? 0) + Math.abs(value));
  }
  const ranked = [...totals].sort(([, left], [, right]) => right - left);
  return new Set(ranked.slice(0, MAX_SERIES).map(([series]) => series));
}

function encodingOf(shape: ChartShape, marks: readonly Mark[]): JsonObject {
  const groups = [...new Set(marks.map(({ group }) => group))];
  const isSplit = marks.some(({ series }) => series !== null);
  const group = { field: 'group', type: 'ordinal', sort: groups, title: shape.group.label };
  const value = {
    field: 'value',
    type: 'quantitative',
    title: shape.valueTitle,
    axis: axisOf(shape),
    ...(shape.mark === 'line' ? { scale: { zero: false } } : {}),
  };
  const color = isSplit ? { color: { field: 'series', type: 'nominal', title: shape.seriesTitle, sort: null } } : {};
  const tooltip = [
    { field: 'group', type: 'nominal', title: shape.group.label },
    ...(isSplit ? [{ field: 'series', type: 'nominal', title: shape.seriesTitle }] : []),
    { field: 'value', type: 'quantitative', title: shape.valueTitle, format: tooltipFormat(shape) },
  ];
  if (shape.isTime) return { x: { ...group, axis: { labelOverlap: true } }, y: value, ...color, tooltip };
  const offset = isSplit ? { yOffset: { field: 'series', sort: null } } : {};
  return { y: group, x: value, ...offset, ...color, tooltip };
}

/** Numbers along the axis: by their size, or in the scale that is wished for. */
function axisOf(shape: ChartShape): JsonObject {
  const format: FigureFormat | undefined = shape.values[0]?.column.format;
  const steps = format === undefined ? null : scaleSteps(format);
  if (format === undefined || steps === null) return { format: axisFormat(shape) };
  const pattern = `${format.unit === 'USD' ? '$' : ''},.2~f`;
  return { labelExpr: `format(datum.value / ${String(steps.divisor)}, '${pattern}') + '${steps.suffix}'` };
}

/** d3-format: `$~s` writes 4.2M dollars, `~s` other units. */
function axisFormat({ values }: ChartShape): string {
  const format = values[0]?.column.format;
  if (format?.unit === 'percent') return '.0%';
  return format?.unit === 'USD' ? '$~s' : '~s';
}

function tooltipFormat({ values }: ChartShape): string {
  const format = values[0]?.column.format;
  if (format?.unit === 'percent') return '.1%';
  if (format?.isCurrency === true) return format.unit === 'USD' ? '$,.2f' : ',.2f';
  return ',.2~f';
}

function describe(shape: ChartShape, marks: readonly Mark[]): string {
  const groups = new Set(marks.map(({ group }) => group)).size;
  const series = new Set(marks.map((mark) => mark.series)).size;
  const kind = shape.mark === 'line' ? 'Line chart' : 'Bar chart';
  const split =
    shape.seriesTitle === null || series < 2
      ? ''
      : `, for ${String(series)} values of ${shape.seriesTitle.toLowerCase()}`;
  const low = marks.reduce((best, mark) => (mark.value < best.value ? mark : best));
  const high = marks.reduce((best, mark) => (mark.value > best.value ? mark : best));
  const name = ({ group, series: one }: Mark): string => (one === null ? group : `${group}, ${one}`);
  return `${kind} of ${shape.valueTitle} by ${shape.group.label.toLowerCase()}: ${String(groups)} groups${split}; highest ${name(high)}, lowest ${name(low)}.`;
}
