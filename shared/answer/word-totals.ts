import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import { formatCount, formatFigure, formatPercent } from './format-figure.ts';
import { listWords, midSentence, phrasePeriod, phraseScope } from './phrase-plan.ts';
import { type AnswerSource, metricsOf, numberAt, type PlacedColumn, relatedColumn, type Row } from './result-view.ts';

/** Below this relative change two figures are called about the same. */
const ABOUT_SAME = 0.0005;

/** A figure in text; an unknown one in words. */
export function figureText(value: number | null, column: CompiledColumn): string {
  return value === null ? 'unknown' : formatFigure(value, column.format);
}

/** `was` or `were`, by whether the label is a plural. */
export function wasOrWere(label: string): string {
  return /[^s]s$/i.test(label) && !/(basis|status|analysis)$/i.test(label) ? 'were' : 'was';
}

function isCount({ format, label }: CompiledColumn): boolean {
  return !format.isCurrency && format.unit !== 'percent' && wasOrWere(label) === 'were';
}

function singular(label: string): string {
  return label.replace(/ies$/i, 'y').replace(/([^s])s$/i, '$1');
}

/** One row of figures without a breakdown. */
export function wordTotals(source: AnswerSource): string {
  const row = source.result.rows[0] ?? [];
  const metrics = metricsOf(source);
  const [only, ...more] = metrics;
  const scope = phraseScope(source.plan, source.model);
  const period = phrasePeriod(source.plan.period?.label);
  if (only === undefined) return '';
  if (more.length > 0) return wordSeveral(source, row, metrics);
  const value = numberAt(row, only);
  if (value === null) return `There is no ${midSentence(only.label)}${scope}${period}.`;
  return `${statement(only, value, scope + period)}${changeText(source, only, row)}.`;
}

function statement(column: PlacedColumn, value: number, circumstances: string): string {
  if (!isCount(column)) {
    return `${column.label}${circumstanceBefore(circumstances)} ${wasOrWere(column.label)} ${formatFigure(value, column.format)}${circumstanceAfter(circumstances)}`;
  }
  const isOne = value === 1;
  const label = midSentence(column.label);
  return `There ${isOne ? 'was' : 'were'} ${formatFigure(value, column.format)} ${isOne ? singular(label) : label}${circumstances}`;
}

/** A scope belongs to the subject (`Revenue for Europe was …`), a period to the end (`… in October`). */
function circumstanceBefore(text: string): string {
  const place = text.search(/ (in|on|during|until|from|since|over) [^ ]*\d|( over all time)/);
  return place < 0 ? text : text.slice(0, place);
}

function circumstanceAfter(text: string): string {
  return text.slice(circumstanceBefore(text).length);
}

function wordSeveral(source: AnswerSource, row: Row, metrics: readonly PlacedColumn[]): string {
  const { plan, model } = source;
  const period = phrasePeriod(plan.period?.label).trim();
  const scope = phraseScope(plan, model);
  const parts = metrics.map((metric) => {
    const value = figureText(numberAt(row, metric), metric);
    return `${midSentence(metric.label)} ${wasOrWere(metric.label)} ${value}${changeInBrackets(source, metric, row)}`;
  });
  const sentence = `${listWords(parts)}${scope}.`;
  const opening = period === '' ? '' : `${period.charAt(0).toUpperCase()}${period.slice(1)}, `;
  return opening === '' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : opening + sentence;
}

function changeInBrackets(source: AnswerSource, metric: PlacedColumn, row: Row): string {
  const change = rateOf(source, metric, row);
  return change === null ? '' : ` (${signedPercent(change)})`;
}

/** `+8.3%`, `-4%`. */
export function signedPercent(rate: number): string {
  return `${rate > 0 ? '+' : ''}${formatPercent(rate)}`;
}

/** Relative change against the compared period; null when there is none or its base is zero. */
export function rateOf(source: AnswerSource, metric: PlacedColumn, row: Row): number | null {
  const before = numberAt(row, relatedColumn(source, metric, 'before'));
  const now = numberAt(row, metric);
  return before === null || now === null || before === 0 ? null : (now - before) / Math.abs(before);
}

/** `, 8.3% more than in September 2026 ($3.89M)`. */
function changeText(source: AnswerSource, metric: PlacedColumn, row: Row): string {
  const { comparison } = source.plan;
  const before = numberAt(row, relatedColumn(source, metric, 'before'));
  const now = numberAt(row, metric);
  if (comparison === null || now === null) return '';
  const when = phrasePeriod(comparison.period.label).trim();
  if (before === null) return `; there is none to compare with ${when}`;
  const base = `${when} (${formatFigure(before, metric.format)})`;
  if (metric.format.unit === 'percent') return pointsText(now - before, base);
  const rate = rateOf(source, metric, row);
  if (rate === null) return `, after ${base}`;
  if (Math.abs(rate) < ABOUT_SAME) return `, about the same as ${base}`;
  return `, ${formatPercent(Math.abs(rate))} ${rate > 0 ? 'more' : 'less'} than ${base}`;
}

/** A rate changes by points: from 4 % to 5 % is one point, not 25 %. */
function pointsText(difference: number, base: string): string {
  const points = Math.abs(difference) * 100;
  if (points < 0.05) return `, about the same as ${base}`;
  const written = points >= 10 ? formatCount(points) : points.toFixed(1);
  return `, ${written} points ${difference > 0 ? 'higher' : 'lower'} than ${base}`;
}
