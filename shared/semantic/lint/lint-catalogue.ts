import type { ColumnReference, RowExpression } from '../expression.ts';
import type { SchemaDescription } from '../generate/schema-description.ts';
import type { PlacedProblem } from '../model-problem.ts';
import type { LogicalTable, Metric, Relationship } from '../semantic-model.ts';
import { columnsOf, leavesOf } from '../walk-expression.ts';
import { type LintContext, problem } from './lint-context.ts';

type Path = PlacedProblem['path'];

interface Use {
  readonly path: Path;
  readonly columns: readonly ColumnReference[];
}

/**
 * Base tables and columns that the warehouse does not have, as far as its schemas are described.
 *
 * A model alone cannot tell a misspelt column from one that it does not mention otherwise; Snowflake refuses it.
 */
export function lintCatalogue(context: LintContext, schemas: readonly SchemaDescription[]): readonly PlacedProblem[] {
  const known = new Map(context.model.tables.map((table) => [table.name, columnsIn(table, schemas)]));
  const missingTables = context.model.tables
    .filter(({ name }) => known.get(name) === 'missing')
    .map((table) => unknownTable(context, table));
  const missingColumns = usesIn(context).flatMap(({ path, columns }) =>
    columns
      .filter(({ table, column }) => lacks(known.get(table), column))
      .map(({ table, column }) => unknownColumn(path, table, column)),
  );
  return [...missingTables, ...missingColumns];
}

type Known = ReadonlySet<string> | 'missing' | null | undefined;

function lacks(known: Known, column: string): boolean {
  return known !== null && known !== undefined && known !== 'missing' && !known.has(column);
}

/** Columns of a table in the warehouse; null when nothing is known of its schema. */
function columnsIn({ baseTable }: LogicalTable, schemas: readonly SchemaDescription[]): Known {
  if (baseTable.kind === 'query') return null;
  const schema = schemas.find((one) => one.database === baseTable.database && one.schema === baseTable.schema);
  if (schema === undefined) return null;
  const table = schema.tables.find(({ name }) => name === baseTable.table);
  return table === undefined ? 'missing' : new Set(table.columns.map(({ name }) => name));
}

function unknownTable(context: LintContext, { name, baseTable }: LogicalTable): PlacedProblem {
  const physical = baseTable.kind === 'table' ? `${baseTable.database}.${baseTable.schema}.${baseTable.table}` : name;
  return problem(
    'error',
    'unknown-table',
    { path: [...context.tablePath(name), 'base_table'] },
    {
      message: `The warehouse has no table ${physical}, or not for this role.`,
      mend: 'Check its spelling and rights.',
    },
  );
}

function unknownColumn(path: Path, table: string, column: string): PlacedProblem {
  const message = `The table of ${table} has no column ${column} in the warehouse.`;
  return problem('error', 'unknown-column', { path }, { message, mend: 'Check its spelling, or add it to the table.' });
}

function usesIn(context: LintContext): readonly Use[] {
  const { tables, metrics, relationships } = context.model;
  return [
    ...tables.flatMap((table) => [
      { path: context.tablePath(table.name), columns: keyColumns(table) },
      ...[...table.dimensions, ...table.timeDimensions, ...table.facts, ...table.filters].map((element) => ({
        path: [...context.pathOf(element.id), 'expr'],
        columns: columnsOf(element.expression),
      })),
      ...table.metrics.map((metric) => metricUse(context, metric)),
    ]),
    ...metrics.map((metric) => metricUse(context, metric)),
    ...relationships.map((relationship, place) => ({
      path: ['relationships', place],
      columns: relationshipColumns(relationship),
    })),
  ];
}

function reference(table: string, column: string): ColumnReference {
  return { kind: 'column', table, column };
}

function keyColumns({ name, keys }: LogicalTable): readonly ColumnReference[] {
  return keys.flatMap(({ columns }) => columns.map((column) => reference(name, column)));
}

function metricUse(context: LintContext, { id, expression }: Metric): Use {
  const inputs = leavesOf(expression).flatMap((leaf): readonly (RowExpression | null)[] =>
    leaf.kind === 'aggregate' ? [leaf.of, leaf.filter] : [],
  );
  const columns = inputs.filter((input) => input !== null).flatMap(columnsOf);
  return { path: [...context.pathOf(id), 'expr'], columns };
}

function relationshipColumns({ leftTable, rightTable, join }: Relationship): readonly ColumnReference[] {
  return join.columns.flatMap(({ left, right }) => [reference(leftTable, left), reference(rightTable, right)]);
}
