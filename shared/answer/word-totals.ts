import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import { formatCount, formatFigure, formatPercent } from './format-figure.ts';
import { phrasePeriod } from './phrase-dates.ts';
import { phraseScope } from './phrase-plan.ts';
import { listWords, midSentence } from './words.ts';
import { type AnswerSource, metricsOf, numberAt, type PlacedColumn, relatedColumn, type Row } from './result-view.ts';

/** Below this relative change, or difference of two fractions, two figures are called about the same. */
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
  return `${statement(only, value, { scope, period })}${changeText(source, only, row)}.`;
}

interface Circumstances {
  /** ` for Europe`, or nothing. */
  readonly scope: string;
  /** ` in October 2026`, or nothing. */
  readonly period: string;
}

/** `Revenue for Europe was $1.2M in October 2026`, `There were 1,234 orders for Europe in October 2026`. */
function statement(column: PlacedColumn, value: number, { scope, period }: Circumstances): string {
  const figure = formatFigure(value, column.format);
  if (!isCount(column)) return `${column.label}${scope} ${wasOrWere(column.label)} ${figure}${period}`;
  const isOne = value === 1;
  const label = midSentence(column.label);
  return `There ${isOne ? 'was' : 'were'} ${figure} ${isOne ? singular(label) : label}${scope}${period}`;
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
  const change = signedChange(source, metric, row);
  return change === null ? '' : ` (${change})`;
}

/** Against the compared period, `+8.3%`, or of a rate `+0.6 points`; null when there is nothing to compare with. */
export function signedChange(source: AnswerSource, metric: PlacedColumn, row: Row): string | null {
  const before = numberAt(row, relatedColumn(source, metric, 'before'));
  const now = numberAt(row, metric);
  if (before === null || now === null) return null;
  if (metric.format.unit === 'percent') return signedPoints(now - before);
  const rate = rateOf(source, metric, row);
  return rate === null ? null : signedPercent(rate);
}

/** `+8.3%`, `-4%`. */
export function signedPercent(rate: number): string {
  return `${rate > 0 ? '+' : ''}${formatPercent(rate)}`;
}

/** `+0.6 points`, `-12 points`: from 4 % to 5 % is one point, not 25 %. */
export function signedPoints(difference: number): string {
  return `${difference > 0 ? '+' : '-'}${writePoints(difference)} points`;
}

/** The size of a difference between two fractions in percentage points. */
function writePoints(difference: number): string {
  const points = Math.abs(difference) * 100;
  return points >= 10 ? formatCount(points) : points.toFixed(1);
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

function pointsText(difference: number, base: string): string {
  if (Math.abs(difference) < ABOUT_SAME) return `, about the same as ${base}`;
  return `, ${writePoints(difference)} points ${difference > 0 ? 'higher' : 'lower'} than ${base}`;
}
