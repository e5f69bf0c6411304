import type { CalendarSettings } from '#shared/calendar/calendar-settings.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { Dimension, LogicalTable, SemanticModel, TimeDimension } from '#shared/semantic/semantic-model.ts';
import { identifier, raw, textLiteral } from './fragment.ts';
import { tableSource } from './table-scope.ts';
import { localTime } from './zoned-time.ts';

/** Most distinct values of a dimension that are read; one with more is left out: its values are for searching, not for knowing. */
export const MAX_VALUES = 2_000;

/** What the warehouse says of a model: the values that words may mean, and how far the data reaches. */
export interface ModelProfile {
  /** Values by dimension, in the order of the model. */
  readonly values: readonly { readonly dimension: string; readonly values: readonly string[] }[];
  /** Latest date by time dimension, `YYYY-MM-DD`, in the calendar's time zone. */
  readonly dataThrough: Readonly<Record<string, string>>;
}

/** The column that a dimension is, if it is one and nothing more. */
function plainColumn({ expression, table }: Dimension | TimeDimension): string | null {
  return expression.kind === 'column' && expression.table === table ? expression.column : null;
}

function isOpen({ visibility, visibleTo, pii }: Dimension | TimeDimension): boolean {
  return visibility === 'public' && visibleTo === null && pii === null;
}

function valuesOf(table: LogicalTable, dimension: Dimension): readonly string[] {
  const column = plainColumn(dimension);
  if (column === null || dimension.type !== 'text' || dimension.isEnum || !isOpen(dimension)) return [];
  const name = identifier(column);
  const values = `SELECT DISTINCT ${name} AS VALUE FROM ${tableSource(table).text} WHERE ${name} IS NOT NULL LIMIT ${MAX_VALUES + 1}`;
  return [`SELECT 'value' AS KIND, ${textLiteral(dimension.id)} AS ELEMENT, VALUE FROM (${values})`];
}

function latestOf(table: LogicalTable, dimension: TimeDimension, calendar: CalendarSettings): readonly string[] {
  const column = plainColumn(dimension);
  if (column === null || !isOpen(dimension)) return [];
  const local = localTime(raw(`MAX(${identifier(column)})`), dimension, calendar).text;
  const latest = `TO_CHAR(CAST(${local} AS DATE), 'YYYY-MM-DD')`;
  return [
    `SELECT 'latest' AS KIND, ${textLiteral(dimension.id)} AS ELEMENT, ${latest} AS VALUE FROM ${tableSource(table).text}`,
  ];
}

/**
 * One statement that reads a model's profile as rows of (kind, element, value); null when there is nothing to read.
 *
 * Left out are personal data, what only some roles may see, tables under a row policy, and closed lists of values, which
 * the model holds already.
 */
export function profileQuery(model: SemanticModel): string | null {
  const guarded = new Set(model.rowPolicies.map(({ table }) => table));
  const parts = model.tables
    .filter(({ name, baseTable }) => baseTable.kind === 'table' && !guarded.has(name))
    .flatMap((table) => [
      ...table.dimensions.flatMap((dimension) => valuesOf(table, dimension)),
      ...table.timeDimensions.flatMap((dimension) => latestOf(table, dimension, model.calendar)),
    ]);
  return parts.length === 0 ? null : parts.join('\nUNION ALL\n');
}

/** Reads the rows of {@link profileQuery}. */
export function readProfile(rows: readonly (readonly Cell[])[]): ModelProfile {
  const values = new Map<string, string[]>();
  const dataThrough: Record<string, string> = {};
  for (const [kind, element, value] of rows) {
    if (typeof element !== 'string' || typeof value !== 'string') continue;
    if (kind === 'latest') dataThrough[element] = value;
    else addTo(values, element, value);
  }
  const known = [...values].filter(([, list]) => list.length <= MAX_VALUES);
  return { values: known.map(([dimension, list]) => ({ dimension, values: list.toSorted() })), dataThrough };
}

function addTo(values: Map<string, string[]>, element: string, value: string): void {
  const known = values.get(element);
  if (known === undefined) values.set(element, [value]);
  else known.push(value);
}
