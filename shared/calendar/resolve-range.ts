import { AppError } from '#shared/errors/app-error.ts';
import { FIRST_DAY, LAST_DAY, partsOf, toDayNumber } from './civil-date.ts';
import type { PeriodContext, Span } from './period.ts';
import type { NamedDay, PeriodExpression, YearPart } from './period-expression.ts';
import { span } from './resolve-named.ts';
import { unitsEarlier } from './resolve-relative.ts';
import { scaleOf, yearNameOffset } from './unit-scale.ts';

type Expression<Kind extends PeriodExpression['kind']> = Extract<PeriodExpression, { kind: Kind }>;
type Dated = YearPart | NamedDay;
type Resolve = (expression: PeriodExpression) => Span;

const DAYS_PER_PART = { half: 183, quarter: 92, month: 31, week: 7 } as const;

function isDated(expression: PeriodExpression): expression is Dated {
  return expression.kind === 'year-part' || expression.kind === 'day';
}

/** Roughly how far into its year a dated expression starts; only compared within one range. */
function positionInYear(dated: Dated): number {
  if (dated.kind === 'day') return (dated.month - 1) * 31 + dated.day - 1;
  return (dated.number - 1) * DAYS_PER_PART[dated.unit];
}

function inYear(dated: Dated, year: number): Dated {
  return { ...dated, year: { kind: 'named', year } };
}

function yearNameOf(dated: Dated, resolved: Span, context: PeriodContext): number {
  if (dated.kind === 'day') return partsOf(resolved.from).year;
  const { settings } = context;
  // The middle of a week decides its year, as in ISO 8601.
  const day = dated.unit === 'week' ? resolved.from + 3 : resolved.from;
  return scaleOf('year', dated.system, settings).indexOf(day) + yearNameOffset(dated.system, settings);
}

/**
 * Gives an end of a range that has no year of its own the year that the other end implies: "March to June 2023" is all
 * in 2023, "November to February" ends in the most recent February.
 */
function shareYear(from: Dated, to: Dated, resolve: Resolve, context: PeriodContext): readonly [Dated, Dated] {
  const wraps = positionInYear(from) > positionInYear(to);
  const isFromOpen = from.year.kind === 'latest';
  const isToOpen = to.year.kind === 'latest';
  if (isFromOpen && (!isToOpen || wraps)) {
    const year = yearNameOf(to, resolve(to), context);
    return [inYear(from, wraps ? year - 1 : year), inYear(to, year)];
  }
  if (isToOpen) {
    const year = yearNameOf(from, resolve(from), context);
    return [inYear(from, year), inYear(to, wraps ? year + 1 : year)];
  }
  return [from, to];
}

/** Throws `invalid_request` when the range ends before it starts. */
export function resolveBetween(range: Expression<'between'>, resolve: Resolve, context: PeriodContext): Span {
  const [fromExpression, toExpression] =
    isDated(range.from) && isDated(range.to)
      ? shareYear(range.from, range.to, resolve, context)
      : [range.from, range.to];
  const from = resolve(fromExpression);
  const to = resolve(toExpression);
  if (to.to <= from.from) throw new AppError('invalid_request', 'The period ends before it starts.');
  const isOneKind = from.grain === to.grain && from.system === to.system && from.partOf === null && to.partOf === null;
  return isOneKind ? { ...from, to: to.to } : span(from.from, to.to, 'day');
}

/** Up to and including today, or without an end when it starts later than that. */
function fromDayOn(from: number, context: PeriodContext): Span {
  const tomorrow = toDayNumber(context.today) + 1;
  return span(from, from < tomorrow ? tomorrow : LAST_DAY, 'day');
}

export function resolveBounded(
  { kind, of }: Expression<'before' | 'until' | 'since' | 'after'>,
  resolve: Resolve,
  context: PeriodContext,
): Span {
  const bound = resolve(of);
  switch (kind) {
    case 'before':
      return span(FIRST_DAY, bound.from, 'day');
    case 'until':
      return span(FIRST_DAY, bound.to, 'day');
    case 'since':
      return fromDayOn(bound.from, context);
    case 'after':
      return fromDayOn(bound.to, context);
  }
}

/** Throws `invalid_request` when the outer period has fewer such parts. */
export function resolvePart(part: Expression<'part'>, resolve: Resolve, context: PeriodContext): Span {
  const outer = resolve(part.of);
  const inner = partOfSpan(part, outer, context);
  if (inner.from < outer.from || inner.to > outer.to || inner.from >= inner.to) {
    throw new AppError('invalid_request', 'The period has fewer parts than were asked for.');
  }
  return inner;
}

function partOfSpan(part: Expression<'part'>, outer: Span, context: PeriodContext): Span {
  const { edge, skipped, unit, count } = part;
  if (unit === 'day' || unit === 'week') {
    const [length, offset] = unit === 'day' ? [count, skipped] : [7 * count, 7 * skipped];
    const from = edge === 'first' ? outer.from + offset : outer.to - length - offset;
    return span(from, from + length, 'day');
  }
  if (unit === 'half' && outer.grain === 'month') return halfOfMonth(part, outer);
  const scale = scaleOf(unit, outer.system, context.settings);
  const first = edge === 'first' ? scale.indexOf(outer.from) + skipped : scale.indexOf(outer.to) - count - skipped;
  return span(scale.startOf(first), scale.startOf(first + count), unit, outer.system);
}

/** Days 1 to 15, or what follows them: as salaries and invoices go by. Empty, and so turned down, where there are no more. */
function halfOfMonth({ edge, skipped, count }: Expression<'part'>, outer: Span): Span {
  const middle = outer.from + 15;
  if (skipped + count > 2) return span(outer.from, outer.from, 'day');
  if (count === 2) return span(outer.from, outer.to, 'day');
  const isFirst = (edge === 'first') === (skipped === 0);
  return isFirst ? span(outer.from, middle, 'day') : span(middle, outer.to, 'day');
}

export function resolveEnding({ unit, count, of }: Expression<'ending'>, resolve: Resolve): Span {
  const end = resolve(of).to;
  return span(unitsEarlier(end, unit, count), end, unit === 'week' ? 'day' : unit);
}
