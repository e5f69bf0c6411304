import type { PeriodExpression, YearReference } from './period-expression.ts';
import { MONTH_WORDS } from './period-vocabulary.ts';
import { readDay, readDayRange } from './read-day.ts';
import {
  isLatentMonthWord,
  readDecade,
  readMonth,
  readNamedYear,
  readNumberedPart,
  readNumericMonth,
} from './read-named.ts';
import { readYearAfter } from './read-parts.ts';
import { readBetween, readBounded, readEnding, readPart, readUnitOf } from './read-range.ts';
import {
  readAgo,
  readAllTime,
  readDayWord,
  readRelativeUnit,
  readRolling,
  readRun,
  readTheUnit,
  readToDate,
  readWeekday,
} from './read-relative.ts';
import { type PeriodToken, TokenCursor, tokenizePeriods } from './token-cursor.ts';

/** A period found in a text. */
export interface PeriodReading {
  /** Offsets of what was heard, UTF-16 units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly heard: string;
  readonly expression: PeriodExpression;
  /** True for a bare four-digit number or a word such as "may": a period only if nothing else explains it. */
  readonly latent: boolean;
  /** True when a month, quarter or day was named without a year, and the most recent one is taken. */
  readonly assumesYear: boolean;
}

export interface PeriodGrammar {
  /** Names of the holidays that the calendar has dates for. */
  readonly holidayNames?: readonly string[] | undefined;
}

type Rule = (cursor: TokenCursor) => PeriodExpression | null;

const SIMPLE_RULES: readonly Rule[] = [
  readDay,
  readNumericMonth,
  readNumberedPart,
  readMonth,
  readDecade,
  readNamedYear,
  readDayWord,
  readRelativeUnit,
  readRun,
  readRolling,
  readAgo,
  readToDate,
  readWeekday,
];

/** The reading that takes the most tokens; of equally long ones the first rule's. */
function longest(tokens: readonly PeriodToken[], at: number, rules: readonly Rule[]) {
  let best: { readonly expression: PeriodExpression; readonly next: number } | null = null;
  for (const rule of rules) {
    const cursor = new TokenCursor(tokens, at);
    const expression = rule(cursor);
    if (expression !== null && cursor.at > (best?.next ?? at)) best = { expression, next: cursor.at };
  }
  return best;
}

function holidayRule({ holidayNames = [] }: PeriodGrammar): Rule {
  return (cursor) => {
    cursor.word('last');
    const name = holidayNames.find((candidate) => cursor.phrase(candidate.toLowerCase()));
    return name === undefined ? null : { kind: 'holiday', name, year: readYearAfter(cursor, false).year };
  };
}

/** One rule out of several, which remembers what it found at each place: ranges ask for the same places again. */
function oneOf(tokens: readonly PeriodToken[], rules: readonly Rule[]): Rule {
  const memory = new Map<number, ReturnType<typeof longest>>();
  return (cursor) => {
    const known = memory.get(cursor.at);
    const found = known === undefined ? longest(tokens, cursor.at, rules) : known;
    memory.set(cursor.at, found);
    if (found === null) return null;
    cursor.moveTo(found.next);
    return found.expression;
  };
}

function buildRules(tokens: readonly PeriodToken[], grammar: PeriodGrammar): readonly Rule[] {
  const simple = oneOf(tokens, [...SIMPLE_RULES, holidayRule(grammar)]);
  const inner = oneOf(tokens, [simple, readTheUnit]);
  const single = oneOf(tokens, [
    simple,
    (cursor) => readPart(cursor, inner),
    (cursor) => readUnitOf(cursor, simple),
    (cursor) => readEnding(cursor, simple),
  ]);
  return [
    single,
    readAllTime,
    readDayRange,
    (cursor) => readBetween(cursor, single),
    (cursor) => readBounded(cursor, single, inner),
  ];
}

/** Words after which a bare number of four digits, or a word such as "may", is a year or a month. */
const PERIOD_CUES: ReadonlySet<string> = new Set(
  'in across for during since before after from until till through throughout between by of to and vs versus last this next year month'.split(
    ' ',
  ),
);

function hasCue(tokens: readonly PeriodToken[], at: number): boolean {
  const before = tokens[at - 1]?.text ?? '';
  return PERIOD_CUES.has(before) || (before === 'the' && PERIOD_CUES.has(tokens[at - 2]?.text ?? ''));
}

/** A single word that means a month only in company: "may", "march". */
function isDoubtfulMonth(tokens: readonly PeriodToken[], at: number, next: number): boolean {
  const word = tokens[at]?.text ?? '';
  return next - at === 1 && isLatentMonthWord(word) && MONTH_WORDS.has(word) && !hasCue(tokens, at);
}

function yearOf(expression: PeriodExpression): YearReference | null {
  return 'year' in expression && typeof expression.year === 'object' ? expression.year : null;
}

function assumesYear(expression: PeriodExpression): boolean {
  if (expression.kind === 'between') return assumesYear(expression.from) && assumesYear(expression.to);
  return 'of' in expression ? assumesYear(expression.of) : yearOf(expression)?.kind === 'latest';
}

/** "12,026", "$2026", "3/4/2026" and "2026%" hold digits that are no year. */
function isInsideNumber(text: string, start: number, end: number): boolean {
  return (
    /(?:[$€£]|\d[.,/-]?)$/.test(text.slice(Math.max(0, start - 2), start)) ||
    /^(?:[.,]?\d|\s?%)/.test(text.slice(end, end + 2))
  );
}

function isBareYear(expression: PeriodExpression, length: number, isCued: boolean): boolean {
  return expression.kind === 'year' && length === 1 && !isCued;
}

/** The reading at a token, unless its words mean something else there. */
function readAt(text: string, tokens: readonly PeriodToken[], at: number, rules: readonly Rule[]) {
  const found = longest(tokens, at, rules);
  if (found === null) return null;
  const start = tokens[at]?.start ?? 0;
  const end = tokens[found.next - 1]?.end ?? start;
  if (isInsideNumber(text, start, end)) return null;
  const { expression, next } = found;
  const reading: PeriodReading = {
    start,
    end,
    heard: text.slice(start, end),
    expression,
    latent: isBareYear(expression, next - at, hasCue(tokens, at)) || isDoubtfulMonth(tokens, at, next),
    assumesYear: assumesYear(expression),
  };
  return { reading, next };
}

/**
 * Finds the periods named in an English text, from left to right, none overlapping.
 *
 * Pure, and linear in the length of the text. Prepositions that only attach a period ("in", "for", "during") are not
 * part of what was heard; those that bound it ("since", "before") are.
 */
export function readPeriods(text: string, grammar: PeriodGrammar = {}): readonly PeriodReading[] {
  const tokens = tokenizePeriods(text);
  const rules = buildRules(tokens, grammar);
  const readings: PeriodReading[] = [];
  let at = 0;
  while (at < tokens.length) {
    const found = readAt(text, tokens, at, rules);
    if (found !== null) readings.push(found.reading);
    at = found?.next ?? at + 1;
  }
  return readings;
}
