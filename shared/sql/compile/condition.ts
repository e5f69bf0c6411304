import type { Comparator, Condition, LeafCondition, Operand } from '#shared/schemas/plan-condition.ts';
import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { ScalarType } from '#shared/semantic/expression.ts';
import { cutTime, refuseUncut } from './dimension-value.ts';
import { resolveField, type ResolvedField, type Scan } from './field.ts';
import { bind, type Fragment, joinFragments, sql } from './fragment.ts';
import type { RowElement } from './model-index.ts';
import { existsTest, memberTest, nestedFigure } from './nested-test.ts';
import { PlanRefusal } from './refusal.ts';
import { localTime, momentBound } from './zoned-time.ts';

/**
 * SQL of a condition on the rows of a scan.
 *
 * Negation is the complement, so that the rows with and the rows without something are all rows: a row whose value is
 * unknown is "not Europe" too.
 */
export function printCondition(condition: Condition, scan: Scan): Fragment {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => printCondition(part, scan));
      const joined = joinFragments(parts, condition.kind === 'and' ? ' AND ' : ' OR ');
      // A test is joined to others by AND, which binds closer than OR.
      return parts.length === 1 ? joined : sql`(${joined})`;
    }
    case 'not':
      return sql`NOT COALESCE(${printCondition(condition.condition, scan)}, FALSE)`;
    default:
      return printLeaf(condition, scan);
  }
}

function printLeaf(condition: LeafCondition, scan: Scan): Fragment {
  switch (condition.kind) {
    case 'exists':
      return existsTest(condition, scan, printCondition);
    case 'named':
      return complementIf(condition.negated, printNamed(condition.filter, condition.via, scan));
    default:
      return printFieldTest(condition, scan, resolveField(scan, condition.field, condition.via));
  }
}

/** Writes a value that the field is compared with. */
type Bound = (value: Operand) => Fragment;

type FieldTest = Exclude<LeafCondition, { kind: 'exists' | 'named' }>;

function printFieldTest(condition: FieldTest, scan: Scan, field: ResolvedField): Fragment {
  const { value } = field;
  const bound: Bound = (asked) => operand(asked, field.element, scan.calendar);
  switch (condition.kind) {
    case 'null':
      return sql`${value} IS ${condition.negated ? 'NOT ' : ''}NULL`;
    case 'compare':
      return printComparison(condition.operator, value, bound(condition.value));
    case 'in':
      return printIn(condition, field, bound);
    case 'range':
      return printRange(condition, field, bound);
    case 'text':
      return complementIf(condition.negated, printText(condition, field));
    case 'member':
      return memberTest(condition, scan, value);
    case 'part':
      return printPart(condition, scan, field);
    case 'scalar':
      return printComparison(condition.operator, value, nestedFigure(condition, scan));
  }
}

function printComparison(operator: Comparator, value: Fragment, other: Fragment): Fragment {
  const test = sql`${value} ${operator} ${other}`;
  return operator === '<>' ? orUnknown(test, value) : test;
}

function orUnknown(test: Fragment, value: Fragment): Fragment {
  return sql`(${test} OR ${value} IS NULL)`;
}

function complementIf(negated: boolean, test: Fragment): Fragment {
  return negated ? sql`NOT COALESCE(${test}, FALSE)` : test;
}

function printIn(
  { values, negated }: Extract<FieldTest, { kind: 'in' }>,
  field: ResolvedField,
  bound: Bound,
): Fragment {
  const [only, ...more] = values.map(bound);
  if (only === undefined) throw new PlanRefusal('invalid', `${field.element.label} is compared with no value.`);
  const list = joinFragments([only, ...more], ', ');
  const { value } = field;
  if (!negated) return more.length === 0 ? sql`${value} = ${only}` : sql`${value} IN (${list})`;
  return orUnknown(more.length === 0 ? sql`${value} <> ${only}` : sql`${value} NOT IN (${list})`, value);
}

function printRange(condition: Extract<FieldTest, { kind: 'range' }>, field: ResolvedField, bound: Bound): Fragment {
  const { from, to, includesFrom, includesTo } = condition;
  const bounds = [
    ...(from === null ? [] : [sql`${field.value} ${includesFrom ? '>=' : '>'} ${bound(from)}`]),
    ...(to === null ? [] : [sql`${field.value} ${includesTo ? '<=' : '<'} ${bound(to)}`]),
  ];
  if (bounds.length === 0) throw new PlanRefusal('invalid', `The range of ${field.element.label} has no bounds.`);
  const both = joinFragments(bounds, ' AND ');
  return bounds.length === 1 ? both : sql`(${both})`;
}

function printText(condition: Extract<FieldTest, { kind: 'text' }>, { value, element }: ResolvedField): Fragment {
  if (element.type !== 'text') throw new PlanRefusal('invalid', `${element.label} is not text.`);
  const literal = condition.value.replaceAll(/[!%_]/g, (sign) => `!${sign}`);
  const patterns = { contains: `%${literal}%`, starts: `${literal}%`, ends: `%${literal}` };
  return sql`${value} ${condition.caseSensitive ? 'LIKE' : 'ILIKE'} ${bind(patterns[condition.match])} ESCAPE '!'`;
}

function printPart(
  { part, system, values, negated }: Extract<FieldTest, { kind: 'part' }>,
  scan: Scan,
  { element, value }: ResolvedField,
): Fragment {
  refuseUncut(element, { grain: null, part });
  const local = localTime(value, element, scan.calendar);
  const number = cutTime(scan, local, { grain: null, part, system }, element.id);
  const list = joinFragments(values.map(bind), ', ');
  return complementIf(negated, sql`${number} IN (${list})`);
}

function printNamed(id: string, via: readonly string[], scan: Scan): Fragment {
  const filter = scan.scope.index.filters.get(id);
  if (filter !== undefined) return sql`(${scan.scope.print(filter.expression, filter.table, via)})`;
  const { element, value } = resolveField(scan, id, via);
  if (element.type !== 'boolean') throw new PlanRefusal('invalid', `${element.label} is not a condition.`);
  return sql`(${value})`;
}

const FITTING: Readonly<Record<ScalarType, 'string' | 'number' | 'boolean'>> = {
  number: 'number',
  text: 'string',
  boolean: 'boolean',
  date: 'string',
  timestamp: 'string',
  time: 'string',
  variant: 'string',
};

/** A bound value of the field's type. Dates and times are cast, since a bind is text. */
function operand(value: Operand, element: RowElement, calendar: CalendarSettings): Fragment {
  if (typeof value !== FITTING[element.type]) {
    throw new PlanRefusal(
      'invalid',
      `${element.label} is ${element.type}, and cannot be compared with ${typeof value}.`,
    );
  }
  switch (element.type) {
    case 'date':
      return sql`CAST(${bind(value)} AS DATE)`;
    case 'timestamp':
      return momentBound(String(value), element, calendar);
    case 'time':
      return sql`CAST(${bind(value)} AS TIME)`;
    default:
      return bind(value);
  }
}
