import type { PeriodUnit } from './period.ts';
import { MONTH_NAMES } from './period-label.ts';

/** Month names and their usual abbreviations, 1 to 12. */
export const MONTH_WORDS: ReadonlyMap<string, number> = new Map([
  ...MONTH_NAMES.map((name, index): [string, number] => [name.toLowerCase(), index + 1]),
  ...MONTH_NAMES.map((name, index): [string, number] => [name.slice(0, 3).toLowerCase(), index + 1]),
  ['sept', 9],
]);

/** Month words that are more often something else: they need a neighbour that makes them a month. */
export const LATENT_MONTHS: ReadonlySet<string> = new Set(['may', 'march', 'mar', 'dec', 'jan', 'jun', 'sep']);

/** 0 Sunday to 6 Saturday. */
export const WEEKDAY_WORDS: ReadonlyMap<string, number> = new Map([
  ['sunday', 0],
  ['monday', 1],
  ['tuesday', 2],
  ['wednesday', 3],
  ['thursday', 4],
  ['friday', 5],
  ['saturday', 6],
]);

/** Number words as far as people spell counts of periods: up to twenty, and the tens of days. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((word, index): [string, number] => [
    word,
    30 + 10 * index,
  ]),
  ...[
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
    'seventeen eighteen nineteen twenty',
  ]
    .join(' ')
    .split(' ')
    .map((word, index): [string, number] => [word, index + 1]),
]);

export const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, index): [string, number] => [word, index + 1]),
);

export const ORDINAL_ENDINGS = ['st', 'nd', 'rd', 'th'] as const;

export function isOrdinalEnding(text: string): boolean {
  return ORDINAL_ENDINGS.some((ending) => ending === text);
}

/** Singular and plural unit words. */
export const UNIT_WORDS: ReadonlyMap<string, PeriodUnit> = new Map<string, PeriodUnit>([
  ['day', 'day'],
  ['days', 'day'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['wk', 'week'],
  ['wks', 'week'],
  ['month', 'month'],
  ['months', 'month'],
  ['mth', 'month'],
  ['mths', 'month'],
  ['quarter', 'quarter'],
  ['quarters', 'quarter'],
  ['qtr', 'quarter'],
  ['qtrs', 'quarter'],
  ['half', 'half'],
  ['halves', 'half'],
  ['year', 'year'],
  ['years', 'year'],
  ['yr', 'year'],
  ['yrs', 'year'],
]);

/** Abbreviated elapsed parts and the unit they are a part of. */
export const TO_DATE_WORDS: ReadonlyMap<string, { readonly unit: PeriodUnit; readonly isFiscal: boolean }> = new Map([
  ['ytd', { unit: 'year', isFiscal: false }],
  ['qtd', { unit: 'quarter', isFiscal: false }],
  ['mtd', { unit: 'month', isFiscal: false }],
  ['wtd', { unit: 'week', isFiscal: false }],
  ['fytd', { unit: 'year', isFiscal: true }],
  ['fqtd', { unit: 'quarter', isFiscal: true }],
]);
