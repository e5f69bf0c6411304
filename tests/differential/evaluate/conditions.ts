import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { Condition, LeafCondition } from '#shared/schemas/plan-condition.ts';
import type { Database, Row, TableName, Value } from '../random-database.ts';
import { partOf } from '../plain-dates.ts';
import { fieldValue, dateOf, hasField } from './fields.ts';
import { leadsTo, rowIn } from './lookups.ts';
import { holds, type ResultTable } from './result-table.ts';

/** What rows are looked at in: the data, the calendar, and the nested results by name. */
export interface World {
  readonly database: Database;
  readonly calendar: CalendarSettings;
  readonly nested: ReadonlyMap<string, ResultTable>;
}
export interface Place {
  readonly table: TableName;
  readonly row: Row;
}

function isTable(name: string): name is TableName {
  return [
    'ZONES',
    'CUSTOMERS',
    'PRODUCTS',
    'SALES',
    'REFUNDS',
    'STOCK',
    'SALE_TAGS',
    'TAGS',
    'PRICES',
    'RATES',
  ].includes(name);
}

export function tableNamed(name: string): TableName {
  const upper = name.toUpperCase();
  if (!isTable(upper)) throw new Error(`The evaluator does not know ${name}.`);
  return upper;
}

/** Whether rows of a table have all that a condition looks at. */
export function canJudge(table: TableName, condition: Condition | null): boolean {
  if (condition === null) return true;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.every((part) => canJudge(table, part));
    case 'not':
      return canJudge(table, condition.condition);
    case 'exists':
      return leadsTo(table, tableNamed(condition.of));
    case 'named':
      return leadsTo(table, 'SALES');
    case 'scalar':
      return [condition.field, ...condition.per].every((field) => hasField(table, field, condition.via));
    default:
      return hasField(table, condition.field, condition.via);
  }
}

export function judge(world: World, place: Place, condition: Condition | null): boolean {
  if (condition === null) return true;
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((part) => judge(world, place, part));
    case 'or':
      return condition.conditions.some((part) => judge(world, place, part));
    case 'not':
      return !judge(world, place, condition.condition);
    case 'exists':
      return exists(world, place, condition) !== condition.negated;
    case 'named': {
      const quantity = rowIn(world.database, place, 'SALES')?.['QUANTITY'];
      return (typeof quantity === 'number' && quantity >= 5) !== condition.negated;
    }
    default:
      return judgeField(world, place, condition);
  }
}

type FieldTest = Exclude<LeafCondition, { kind: 'exists' | 'named' }>;

function judgeField(world: World, place: Place, condition: FieldTest): boolean {
  const value = fieldValue(world.database, place, condition.field, condition.via);
  switch (condition.kind) {
    case 'null':
      return (value === null) !== condition.negated;
    case 'in':
      return condition.values.some((one) => one === value) !== condition.negated;
    case 'compare':
      return holds(value, condition.operator, typeof condition.value === 'boolean' ? null : condition.value);
    case 'text':
      return matches(value, condition) !== condition.negated;
    case 'range':
      return inRange(value, condition);
    case 'part': {
      const number = typeof value === 'string' ? partOf(value, condition.part, condition.system, world.calendar) : null;
      return (number !== null && condition.values.includes(number)) !== condition.negated;
    }
    case 'member': {
      const members = nestedTable(world, condition.of);
      const found = value !== null && members.rows.some((row) => row[members.columns[0] ?? ''] === value);
      return found !== condition.negated;
    }
    case 'scalar':
      return holds(value, condition.operator, times(nestedFigure(world, place, condition), condition.times));
  }
}

function matches(value: Value, condition: Extract<FieldTest, { kind: 'text' }>): boolean {
  if (value === null) return false;
  const fold = (text: string): string => (condition.caseSensitive ? text : text.toLowerCase());
  const [text, part] = [fold(String(value)), fold(condition.value)];
  switch (condition.match) {
    case 'contains':
      return text.includes(part);
    case 'starts':
      return text.startsWith(part);
    case 'ends':
      return text.endsWith(part);
  }
}

function inRange(value: Value, { from, to, includesFrom, includesTo }: Extract<FieldTest, { kind: 'range' }>): boolean {
  if (value === null || typeof from === 'boolean' || typeof to === 'boolean') return false;
  return (
    (from === null || holds(value, includesFrom ? '>=' : '>', from)) &&
    (to === null || holds(value, includesTo ? '<=' : '<', to))
  );
}

function nestedTable({ nested }: World, name: string): ResultTable {
  const table = nested.get(name.toLowerCase());
  if (table === undefined) throw new Error(`There is no nested result ${name}.`);
  return table;
}

export function times(figure: Value, factor: number): number | null {
  return typeof figure === 'number' ? figure * factor : null;
}

/** The nested row with the same values of `per`; its one row when that is empty. */
function nestedFigure(world: World, place: Place, { of, per, via }: Extract<FieldTest, { kind: 'scalar' }>): Value {
  const { rows, columns, keys } = nestedTable(world, of);
  const wanted = per.map((field) => fieldValue(world.database, place, field, via));
  const row = rows.find((one) => wanted.every((value, index) => (one[keys[index] ?? ''] ?? null) === value));
  return row?.[columns.at(-1) ?? ''] ?? null;
}

export function nestedScalar(world: World, name: string, factor: number): number | null {
  const { rows, columns } = nestedTable(world, name);
  return times(rows[0]?.[columns.at(-1) ?? ''] ?? null, factor);
}

/** Whether some row of `table` that belongs to the same row of `of` passes. */
function exists(world: World, place: Place, condition: Extract<LeafCondition, { kind: 'exists' }>): boolean {
  const { database } = world;
  const [table, of] = [tableNamed(condition.table), tableNamed(condition.of)];
  const mine = rowIn(database, place, of);
  if (mine === null) return false;
  return database[table].some((row) => {
    const other = { table, row };
    if (rowIn(database, other, of) !== mine) return false;
    const date = dateOf(database, other);
    const { period } = condition;
    const isInTime = period === null || (date !== null && period.from <= date && date < period.to);
    return isInTime && condition.where.every((part) => judge(world, other, part));
  });
}
