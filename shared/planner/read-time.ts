import type { PeriodUnit } from '#shared/calendar/period.ts';
import type { PeriodReading } from '#shared/calendar/read-periods.ts';
import { type Board, hasSense, isFiller, operatorOf, sensesOf } from './board.ts';
import type { Baseline, TimeMention } from './draft.ts';
import type { Operator } from './sense.ts';

interface Found {
  readonly index: number;
  readonly reading: PeriodReading;
}

function findPeriods(board: Board): readonly Found[] {
  return board.freeIndexes().flatMap((index) => {
    const [sense] = sensesOf(board.items[index], 'period');
    if (sense === undefined || isDoubtful(board, index, sense.reading)) return [];
    board.claim(index);
    if (/^(?:over|across|up to)$/i.test(board.at(index - 1).heard)) board.claim(index - 1);
    return [{ index, reading: extended(board, index, sense.reading) }];
  });
}

/** "From 2024 on", "2026 to date": up to today. */
function extended(board: Board, index: number, reading: PeriodReading): PeriodReading {
  const [before, next, second] = [index - 1, index + 1, index + 2].map((place) => board.at(place).heard.toLowerCase());
  const isOn = before === 'from' && /^on(?:ward|wards)?$/.test(next ?? '');
  const isToDate = next === 'to' && second === 'date';
  if (!isOn && !isToDate) return reading;
  board.claim(index + 1, ...(isToDate ? [index + 2] : []));
  return { ...reading, expression: { kind: 'since', of: reading.expression } };
}

/** Claims the first item with one of these operators; null when there is none. */
function claimOperator(
  board: Board,
  ...names: Parameters<typeof operatorOf> extends [unknown, ...infer Names] ? Names : never
) {
  const index = board.items.findIndex((item, place) => board.isFree(place) && operatorOf(item, ...names) !== null);
  if (index === -1) return null;
  board.claim(index);
  return { index, operator: operatorOf(board.items[index], ...names) };
}

/** "This month vs last month": the second period is what the first is compared with. */
function splitByVersus(
  periods: readonly Found[],
  versus: number,
): { periods: readonly Found[]; baseline: Found | null } {
  const after = periods.find(({ index }) => index > versus);
  const before = periods.filter(({ index }) => index < versus);
  if (after !== undefined && before.length > 0) return { periods: before, baseline: after };
  const [first, second] = periods;
  return first !== undefined && second !== undefined
    ? { periods: [first], baseline: second }
    : { periods, baseline: null };
}

/** "Over the last 3 months", "across 2024 and 2025": words that only attach a period here, whatever they say elsewhere. */
function claimAttachments(board: Board, periods: readonly Found[]): void {
  for (const { index, reading } of periods) {
    const before = index - 1;
    const heard = board.items[before]?.heard.toLowerCase() ?? '';
    if (!reading.latent && board.isFree(before) && ATTACHMENTS.has(heard)) board.claim(before);
  }
}

const ATTACHMENTS: ReadonlySet<string> = new Set(['over', 'across']);

function claimJoints(board: Board, periods: readonly Found[]): void {
  for (const [place, { index }] of periods.entries()) {
    const between = board.items.slice((periods[place - 1]?.index ?? index) + 1, index);
    for (const item of between) {
      if (operatorOf(item, 'and') !== null) board.claim(board.items.indexOf(item));
    }
  }
}

/**
 * "2025 and 2026" are one list; in "revenue last month, orders this month" each figure has its own period, and "Q4 of
 * the last three years" is one period that is not read whole. Where a change is asked for, "in 2026 from 2025" will do.
 */
function areJoined(board: Board, periods: readonly Found[], wantsChange: boolean): boolean {
  return periods.every(({ index }, place) => {
    const before = periods[place - 1];
    if (before === undefined) return true;
    const between = board.items.slice(before.index + 1, index);
    const isSaid = between.some((item) => operatorOf(item, 'and') !== null) || isNextOf(board, before, index);
    return (isSaid || wantsChange) && between.every((item) => isFiller(item) || operatorOf(item, 'and') !== null);
  });
}

/** "Oct/Nov 2025", "2024 2025": periods of one kind, side by side. */
function isNextOf(board: Board, { index: before, reading }: Found, index: number): boolean {
  const next = sensesOf(board.at(index), 'period')[0]?.reading.expression;
  const isBeside = board.at(before)?.end === (board.at(index)?.start ?? 0) - 1;
  const unit = 'unit' in reading.expression ? reading.expression.unit : null;
  return isBeside && next?.kind === reading.expression.kind && ('unit' in next ? next.unit : null) === unit;
}

/** "In the Europe region 2025": the word says of what the value before it is one. */
function namesColumn(board: Board, index: number): boolean {
  const ids = sensesOf(board.items[index], 'dimension').map(({ id }) => id);
  return sensesOf(board.items[index - 1], 'value').some(({ id }) => ids.includes(id));
}

/** "Product 2000" is a name that nobody knows, "revenue 2025" a year. */
function isNameOfThing(board: Board, index: number): boolean {
  const before = board.at(index - 1);
  if (namesColumn(board, index - 1)) return false;
  return hasSense(before, 'dimension') && !before.isPlural && operatorOf(board.at(index - 2), 'group') === null;
}

/** "May" on its own is a verb, a bare "2026" is a year if it is nothing else. */
function isDoubtful(board: Board, index: number, reading: PeriodReading): boolean {
  return reading.latent && (hasSense(board.at(index), 'filler') || isNameOfThing(board, index));
}

interface Split {
  readonly periods: readonly Found[];
  readonly baseline: Baseline | null;
}

/** "vs": a single period right after it is the baseline of the current one; of two, the second is that of the first. */
function splitAt(board: Board, periods: readonly Found[], versus: number): Split {
  const [first] = periods;
  if (periods.length === 1 && first?.index === board.after(versus)) {
    board.claim(versus);
    return { periods: [], baseline: { kind: 'period', reading: first.reading } };
  }
  // "Target vs revenue last quarter" compares figures, not periods.
  if (periods.length < 2) return { periods, baseline: null };
  board.claim(versus);
  const split = splitByVersus(periods, versus);
  const reading = split.baseline?.reading;
  return { periods: split.periods, baseline: reading === undefined ? null : { kind: 'period', reading } };
}

function baselineOf({ baseline, unit }: Extract<Operator, { name: 'baseline' }>): Baseline {
  return baseline === 'previous-period' ? { kind: baseline } : { kind: baseline, unit };
}

interface Compared extends Split {
  /** Whether "vs" or its like sets two things against each other. */
  readonly isCompared: boolean;
}

function readBaseline(board: Board, periods: readonly Found[]): Compared {
  const named = claimOperator(board, 'baseline');
  const versus = board.items.findIndex((item, place) => board.isFree(place) && operatorOf(item, 'versus') !== null);
  const isCompared = versus !== -1;
  if (named?.operator?.name === 'baseline') {
    board.claim(versus);
    return { periods, baseline: baselineOf(named.operator), isCompared };
  }
  return { ...(isCompared ? splitAt(board, periods, versus) : { periods, baseline: null }), isCompared };
}

/** "The same month last year" names a month; null of any other baseline. */
function unitOfBaseline(baseline: Baseline | null): PeriodUnit | null {
  return baseline?.kind === 'same-period-last-year' ? baseline.unit : null;
}

/** "By how much did sales grow": several words may say that a change is wanted, one of them in which direction. */
function claimChange(board: Board): Pick<TimeMention, 'wantsChange' | 'changeDirection'> {
  const hasThan = board.items.some(({ heard }) => /^than\b/i.test(heard));
  const found = board.freeIndexes().filter((index) => {
    const change = operatorOf(board.items[index], 'change');
    return change !== null && (!change.needsThan || hasThan);
  });
  board.claim(...found);
  const directions = found.flatMap((index) => operatorOf(board.items[index], 'change')?.direction ?? []);
  return { wantsChange: found.length > 0, changeDirection: directions[0] ?? null };
}

/** Periods, what they are compared with, and words for change and trend. */
export function readTime(board: Board, hasGrain: boolean): TimeMention {
  const found = findPeriods(board);
  claimAttachments(board, found);
  claimJoints(board, found);
  const { periods, baseline, isCompared } = readBaseline(board, found);
  const change = claimChange(board);
  const bucket = claimOperator(board, 'bucket-change');
  const trend = claimOperator(board, 'trend');
  const wantsComparison = isCompared || hasGrain || change.wantsChange || bucket !== null;
  const yearBefore = periods.length > 0 || wantsComparison ? null : unitOfBaseline(baseline);
  return {
    periods: periods.map(({ reading }) => reading),
    areJoined: areJoined(board, periods, change.wantsChange),
    baseline: yearBefore === null ? baseline : null,
    yearBefore,
    ...change,
    bucketChange: bucket?.operator?.name === 'bucket-change' ? bucket.operator.grain : null,
    wantsTrend: trend !== null,
    hasGrain,
  };
}
