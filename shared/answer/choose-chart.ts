import { type AnswerSource, dimensionsOf, metricsOf, type PlacedColumn, relatedColumn } from './result-view.ts';

/** What is drawn: groups along one axis, values along the other, series by colour. */
export interface ChartShape {
  readonly mark: 'line' | 'bar';
  /** Whether the groups are stretches or parts of time, which keep their order and run from left to right. */
  readonly isTime: boolean;
  readonly group: PlacedColumn;
  /** Dimension that makes the series; null when there is none or the values make them. */
  readonly series: PlacedColumn | null;
  readonly seriesTitle: string | null;
  readonly values: readonly { readonly column: PlacedColumn; readonly series: string | null }[];
  readonly valueTitle: string;
}

/** The chart that fits the columns; null for single figures, listings and more than two dimensions. */
export function chooseChart(source: AnswerSource): ChartShape | null {
  const dimensions = dimensionsOf(source);
  const metric = shownMetric(source);
  const group = dimensions.find(({ meaning }) => meaning.kind === 'time') ?? dimensions[0];
  if (metric === undefined || group === undefined || dimensions.length > 2) return null;
  const series = dimensions.find((column) => column !== group) ?? null;
  const isTime = group.meaning.kind === 'time';
  return { mark: markOf(source, group), isTime, group, series, ...figuresOf(source, metric, series) };
}

/** The form that is wished for, or the one that fits: stretches of time are joined by a line. */
function markOf({ presentation }: AnswerSource, { meaning }: PlacedColumn): ChartShape['mark'] {
  const view = presentation?.view ?? null;
  if (view === 'bar' || view === 'line') return view;
  return meaning.kind === 'time' && meaning.part === null ? 'line' : 'bar';
}

function figuresOf(
  source: AnswerSource,
  metric: PlacedColumn,
  series: PlacedColumn | null,
): Pick<ChartShape, 'values' | 'seriesTitle' | 'valueTitle'> {
  const values = series === null ? sideBySide(source, metric) : [{ column: metric, series: null }];
  if (values.length < 2) return { values, seriesTitle: series?.label ?? null, valueTitle: titleOf(metric) };
  const isComparison = source.plan.comparison !== null;
  return {
    values,
    seriesTitle: isComparison ? 'Period' : 'Figure',
    valueTitle: isComparison ? titleOf(metric) : unitTitle(metric),
  };
}

/** For several figures in one chart: what they are measured in. */
function unitTitle({ unit }: PlacedColumn): string {
  return unit === null ? 'Value' : unit.charAt(0).toUpperCase() + unit.slice(1);
}

function shownMetric(source: AnswerSource): PlacedColumn | undefined {
  const metrics = metricsOf(source);
  const by = source.plan.top?.by.toUpperCase();
  return metrics.find(({ name }) => name === by) ?? metrics[0];
}

/** The compared period beside the asked one, or other metrics in the same unit. */
function sideBySide(source: AnswerSource, metric: PlacedColumn): ChartShape['values'] {
  const before = relatedColumn(source, metric, 'before');
  const { period, comparison } = source.plan;
  if (before !== undefined && comparison !== null) {
    return [
      { column: metric, series: period?.label ?? 'now' },
      { column: before, series: comparison.period.label },
    ];
  }
  const alike = metricsOf(source).filter(({ unit }) => unit === metric.unit);
  if (alike.length < 2) return [{ column: metric, series: null }];
  return alike.map((column) => ({ column, series: column.label }));
}

function titleOf({ label, format }: PlacedColumn): string {
  return format.isCurrency && format.unit !== 'USD' && format.unit !== null ? `${label} (${format.unit})` : label;
}
