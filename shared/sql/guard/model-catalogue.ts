import { isVisibleTo } from '#shared/semantic/access.ts';
import type { RowExpression } from '#shared/semantic/expression.ts';
import type {
  Dimension,
  Fact,
  LogicalTable,
  Relationship,
  SemanticModel,
  TimeDimension,
} from '#shared/semantic/semantic-model.ts';
import { columnsOf } from '#shared/semantic/walk-expression.ts';
import { indexFor, indexModel } from '../compile/model-index.ts';
import { type Attributes, TableScope } from '../compile/table-scope.ts';
import type { Catalogue, CatalogueTable } from './catalogue.ts';

/** Who asks, as the signed context says. */
export interface GuardCaller {
  readonly roles: readonly string[];
  readonly attributes: Attributes;
}

/**
 * What someone may read of a model's tables: the columns that visible elements and keys stand on, and the rows that pass
 * the policies. A column on which a hidden element stands is left out, whatever else stands on it.
 *
 * @throws PlanRefusal when a policy asks for something that is not known of the person.
 */
export function modelCatalogue(model: SemanticModel, { roles, attributes }: GuardCaller): Catalogue {
  const index = indexFor(indexModel(model), roles);
  const tables = model.tables.flatMap((table): readonly CatalogueTable[] => {
    const { baseTable } = table;
    if (baseTable.kind !== 'table') return [];
    const path = [baseTable.database, baseTable.schema, baseTable.table].filter((part) => part !== '');
    const isNarrowed = (index.policies.get(table.name) ?? []).length > 0;
    const rows = isNarrowed ? new TableScope(index, table.name, [], attributes).sourceOf(table) : null;
    return [{ path, columns: readableColumns(table, model, roles), rows }];
  });
  return { tables: withoutDoubles(tables), anyTable: false, functions: [] };
}

function elementsOf({
  dimensions,
  timeDimensions,
  facts,
}: LogicalTable): readonly (Dimension | TimeDimension | Fact)[] {
  return [...dimensions, ...timeDimensions, ...facts];
}

/** Columns of one table on which elements stand, of whatever table these are. */
function columnsUnder(elements: readonly { readonly expression: RowExpression }[], table: string): readonly string[] {
  return elements
    .flatMap(({ expression }) => columnsOf(expression))
    .filter((column) => column.table === table)
    .map(({ column }) => column);
}

function readableColumns(table: LogicalTable, model: SemanticModel, roles: readonly string[]): readonly string[] {
  const all = model.tables.flatMap(elementsOf);
  const hidden = new Set(
    columnsUnder(
      all.filter((element) => !isVisibleTo(element, roles)),
      table.name,
    ),
  );
  const wanted = [
    ...columnsUnder(
      all.filter((element) => isVisibleTo(element, roles)),
      table.name,
    ),
    ...table.keys.flatMap(({ columns }) => columns),
    ...joinColumns(table, model.relationships),
  ];
  return [...new Set(wanted)].filter((column) => !hidden.has(column));
}

function joinColumns({ name }: LogicalTable, relationships: readonly Relationship[]): readonly string[] {
  return relationships.flatMap(({ leftTable, rightTable, join }) =>
    join.columns.flatMap(({ left, right }) => [
      ...(leftTable === name ? [left] : []),
      ...(rightTable === name ? [right] : []),
    ]),
  );
}

/** Two logical tables over one table: a statement cannot say which it means, so only what both allow may be read. */
function withoutDoubles(tables: readonly CatalogueTable[]): readonly CatalogueTable[] {
  const groups = Map.groupBy(tables, ({ path }) => path.join('.'));
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined || (more.length > 0 && [first, ...more].some(({ rows }) => rows !== null))) return [];
    const columns = (first.columns ?? []).filter((column) => more.every((other) => other.columns?.includes(column)));
    return [more.length === 0 ? first : { ...first, columns }];
  });
}
