import { FIRST_DAY, LAST_DAY } from './civil-date.ts';
import type { Period, PeriodContext, Span } from './period.ts';
import type { PeriodExpression } from './period-expression.ts';
import { resolveHoliday, resolveNamedDay, resolveYear, resolveYearPart, span } from './resolve-named.ts';
import { resolveBetween, resolveBounded, resolveEnding, resolvePart } from './resolve-range.ts';
import {
  resolveRelative,
  resolveRolling,
  resolveRun,
  resolveToDate,
  resolveWeekday,
  resolveWeekend,
} from './resolve-relative.ts';
import { spanBefore, spanYearsBefore } from './shift-span.ts';
import { toPeriod } from './to-period.ts';
import { scaleOf } from './unit-scale.ts';

type Composed = Extract<PeriodExpression, { of: PeriodExpression } | { from: PeriodExpression }>;
type Simple = Exclude<PeriodExpression, Composed>;

function isComposed(expression: PeriodExpression): expression is Composed {
  return 'of' in expression || 'from' in expression;
}

function resolveSimple(expression: Simple, context: PeriodContext): Span {
  switch (expression.kind) {
    case 'relative':
      return resolveRelative(expression, context);
    case 'run':
      return resolveRun(expression, context);
    case 'rolling':
      return resolveRolling(expression, context);
    case 'to-date':
      return resolveToDate(expression, context);
    case 'weekday':
      return resolveWeekday(expression, context);
    case 'weekend':
      return resolveWeekend(expression, context);
    case 'all':
      return span(FIRST_DAY, LAST_DAY, 'day');
    default:
      return resolveNamed(expression, context);
  }
}

function resolveNamed(
  expression: Extract<Simple, { kind: 'year' | 'decade' | 'year-part' | 'day' | 'holiday' }>,
  context: PeriodContext,
): Span {
  switch (expression.kind) {
    case 'year':
      return resolveYear(expression.year, expression.system, context);
    case 'decade':
      return {
        ...resolveYear(expression.start, 'calendar', context),
        to: resolveYear(expression.start + 9, 'calendar', context).to,
      };
    case 'year-part':
      return resolveYearPart(expression, context);
    case 'day':
      return resolveNamedDay(expression, context);
    case 'holiday':
      return resolveHoliday(expression, context);
  }
}

function resolveComposed(expression: Composed, context: PeriodContext): Span {
  const resolve = (inner: PeriodExpression): Span => resolveSpan(inner, context);
  switch (expression.kind) {
    case 'between':
      return resolveBetween(expression, resolve, context);
    case 'part':
      return resolvePart(expression, resolve, context);
    case 'ending':
      return resolveEnding(expression, resolve);
    case 'unit-of': {
      const scale = scaleOf(expression.unit, expression.system, context.settings);
      const index = scale.indexOf(resolve(expression.of).from);
      return span(scale.startOf(index), scale.startOf(index + 1), expression.unit, expression.system);
    }
    case 'previous':
      return spanBefore(resolve(expression.of), context.settings);
    case 'years-before':
      return spanYearsBefore(resolve(expression.of), expression.years, context.settings);
    default:
      return resolveBounded(expression, resolve, context);
  }
}

function resolveSpan(expression: PeriodExpression, context: PeriodContext): Span {
  return isComposed(expression) ? resolveComposed(expression, context) : resolveSimple(expression, context);
}

/**
 * The absolute dates of a period that was said, on the given day and under the given calendar.
 *
 * Throws `invalid_request`, with a message for the person who asked, when there is no such period: 30 February, week 53
 * of a year that has 52, a range that ends before it starts.
 */
export function resolvePeriod(expression: PeriodExpression, context: PeriodContext): Period {
  return toPeriod(resolveSpan(expression, context), context);
}
