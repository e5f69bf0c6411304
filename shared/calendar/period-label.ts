import type { CalendarSettings } from './calendar-settings.ts';
import { type DayNumber, FIRST_DAY, LAST_DAY, modulo, partsOf } from './civil-date.ts';
import type { Span, YearlyUnit } from './period.ts';
import { isYearlyUnit, scaleOf, UNITS_PER_YEAR, weekNumberOf, yearNameOffset } from './unit-scale.ts';

export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** First and last unit of a span that is a whole number of its grain's units; null otherwise. */
export function wholeUnits(
  span: Span,
  settings: CalendarSettings,
): { readonly first: number; readonly last: number } | null {
  const scale = scaleOf(span.grain, span.system, settings);
  const first = scale.indexOf(span.from);
  const end = scale.indexOf(span.to);
  const isWhole = scale.startOf(first) === span.from && scale.startOf(end) === span.to && first < end;
  return isWhole && span.partOf === null ? { first, last: end - 1 } : null;
}

function dayLabel(day: DayNumber): string {
  const { year, month, day: dayOfMonth } = partsOf(day);
  return `${dayOfMonth} ${MONTH_NAMES[month - 1] ?? ''} ${year}`;
}

/** Days as a person writes them: `1–14 November 2026`, `28 October – 3 November 2026`. */
function dayRangeLabel(from: DayNumber, last: DayNumber): string {
  if (from === last) return dayLabel(from);
  const start = partsOf(from);
  const end = partsOf(last);
  if (start.year !== end.year) return `${dayLabel(from)} – ${dayLabel(last)}`;
  if (start.month !== end.month) return `${start.day} ${MONTH_NAMES[start.month - 1] ?? ''} – ${dayLabel(last)}`;
  return `${start.day}–${dayLabel(last)}`;
}

function partName(unit: YearlyUnit, part: number, isFiscal: boolean): string {
  if (unit === 'half') return `H${part + 1}`;
  if (unit === 'quarter') return `Q${part + 1}`;
  return isFiscal ? `P${part + 1}` : (MONTH_NAMES[part] ?? '');
}

interface NamedUnit {
  readonly year: number;
  /** Empty for a year. */
  readonly part: string;
}

function nameUnit(unit: YearlyUnit, index: number, span: Span, settings: CalendarSettings): NamedUnit {
  const perYear = UNITS_PER_YEAR[unit];
  const year = Math.floor(index / perYear) + yearNameOffset(span.system, settings);
  return { year, part: unit === 'year' ? '' : partName(unit, modulo(index, perYear), span.system === 'fiscal') };
}

function joinParts(first: NamedUnit, last: NamedUnit, write: (unit: NamedUnit) => string): string {
  if (first.year !== last.year) return `${write(first)}${first.part === '' ? '–' : ' – '}${write(last)}`;
  return write({ ...first, part: first.part === last.part ? first.part : `${first.part}–${last.part}` });
}

/** Years and their parts: `2023–2025`, `Q3 2026`, `August–October 2026`, `FY2026 Q1–Q3`, `Q4 2025 – Q2 2026`. */
function yearlyLabel(
  span: Span,
  unit: YearlyUnit,
  units: { readonly first: number; readonly last: number },
  settings: CalendarSettings,
): string {
  const write = ({ year, part }: NamedUnit) =>
    span.system === 'fiscal' ? `FY${year} ${part}`.trim() : `${part} ${year}`.trim();
  const [first, last] = [nameUnit(unit, units.first, span, settings), nameUnit(unit, units.last, span, settings)];
  return joinParts(first, last, write);
}

function weekLabel(span: Span, settings: CalendarSettings): string {
  const days = dayRangeLabel(span.from, span.to - 1);
  if (span.to - span.from !== 7) return days;
  const { year, week } = weekNumberOf(span.from, span.system, settings);
  return span.system === 'fiscal' ? `FY${year} W${week}` : `week ${week} of ${year}, ${days}`;
}

/** The English name of a span. */
export function labelOf(span: Span, settings: CalendarSettings): string {
  if (span.from <= FIRST_DAY) return span.to >= LAST_DAY ? 'all time' : `until ${dayLabel(span.to - 1)}`;
  if (span.to >= LAST_DAY) return `from ${dayLabel(span.from)}`;
  const units = wholeUnits(span, settings);
  if (units === null) return dayRangeLabel(span.from, span.to - 1);
  if (isYearlyUnit(span.grain)) return yearlyLabel(span, span.grain, units, settings);
  return span.grain === 'week' ? weekLabel(span, settings) : dayRangeLabel(span.from, span.to - 1);
}
