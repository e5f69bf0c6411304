import { isTimeZone } from '../calendar/zoned-date.ts';
import { instantTypeOf, scalarTypeOf } from './data-type.ts';
import type { ScalarType } from './expression.ts';
import { toLabel } from './identifier-words.ts';
import type { DimensionDocument, FactDocument, TableDocument, TimeDimensionDocument } from './model-document.ts';
import { parseSql } from './parse-sql.ts';
import { type ResolveContext, attempt, findReference } from './resolve-context.ts';
import { resolveRow } from './resolve-row.ts';
import type { Dimension, Fact, Format, LogicalTable, TimeDimension } from './semantic-model.ts';
import type { ElementSidecar } from './sidecar-document.ts';

type Kind = 'dimensions' | 'time_dimensions' | 'facts';
type RowDocument = DimensionDocument | TimeDimensionDocument | FactDocument;

/** How figures are written, from the words of the sidecar. */
export function formatOf(sidecar: {
  readonly unit?: string | undefined;
  readonly currency?: string | undefined;
  readonly decimals?: number | undefined;
}): Format {
  return {
    unit: sidecar.currency ?? sidecar.unit ?? null,
    isCurrency: sidecar.currency !== undefined,
    decimals: sidecar.decimals ?? null,
  };
}

function typeOf(context: ResolveContext, document: RowDocument, path: readonly (string | number)[]): ScalarType {
  const type = scalarTypeOf(document.data_type);
  if (type !== null) return type;
  const mend = 'Write a Snowflake type, e.g. VARCHAR, NUMBER, DATE, TIMESTAMP_NTZ, BOOLEAN.';
  const message = `${document.data_type} is no data type.`;
  context.report({
    severity: 'error',
    rule: 'data-type',
    document: 'model',
    path: [...path, 'data_type'],
    message,
    mend,
  });
  return 'variant';
}

/** The declared zone; reported and left out where there is none of that name, or where the type leaves no room for one. */
function timeZoneOf(
  context: ResolveContext,
  { data_type: dataType }: RowDocument,
  id: string,
  { time_zone: zone }: ElementSidecar,
): string | null {
  if (zone === undefined) return null;
  const place = { severity: 'error', rule: 'time-zone', document: 'sidecar' } as const;
  const path = ['elements', id, 'time_zone'];
  if (!isTimeZone(zone)) {
    const mend = 'Write an IANA name, e.g. Europe/Berlin or UTC.';
    context.report({ ...place, path, message: `${zone} is no time zone.`, mend });
    return null;
  }
  if (scalarTypeOf(dataType) === 'timestamp' && instantTypeOf(dataType) === null) return zone;
  const message = `${id} is ${dataType.toUpperCase()}, whose values need no time zone to be told.`;
  context.report({ ...place, path, message, mend: 'Remove time_zone; only a TIMESTAMP_NTZ has one.' });
  return null;
}

function visibleTo(context: ResolveContext, sidecar: ElementSidecar): readonly string[] | null {
  if (sidecar.roles !== undefined) return sidecar.roles;
  return sidecar.pii === undefined ? null : (context.sidecar.pii_roles ?? []);
}

interface Place {
  readonly table: string;
  readonly tableIndex: number;
  readonly kind: Kind;
  readonly index: number;
}

/** Name, words and description, as every named thing has them. */
export function describe(
  document: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly synonyms?: readonly string[] | undefined;
  },
  label: string | undefined,
) {
  return {
    name: document.name,
    label: label ?? toLabel(document.name),
    description: document.description?.trim() ?? '',
    synonyms: document.synonyms ?? [],
  };
}

function commonParts(context: ResolveContext, document: RowDocument, place: Place) {
  const { scope } = context;
  const { table } = place;
  const path = ['tables', place.tableIndex, place.kind, place.index];
  const id = `${table}.${document.name}`;
  const sidecar = context.sidecar.elements?.[id] ?? {};
  const self = { id, table, name: document.name, kind: place.kind, expr: document.expr };
  const row = { scope, table, within: [self], metric: null, isRolledUp: false, allowsAttributes: false };
  const expression = attempt(context, { document: 'model', path: [...path, 'expr'] }, () =>
    resolveRow(parseSql(document.expr), row),
  );
  if (expression === null) return null;
  return {
    id,
    table,
    expression,
    sidecar,
    ...describe(document, sidecar.label),
    expr: document.expr,
    dataType: document.data_type.toUpperCase(),
    type: typeOf(context, document, path),
    timeZone: timeZoneOf(context, document, id, sidecar),
    isFilter: document.labels?.includes('filter') ?? false,
    pii: sidecar.pii ?? null,
    visibleTo: visibleTo(context, sidecar),
    format: formatOf(sidecar),
    sampleValues: document.sample_values ?? [],
  };
}

function conformsTo(context: ResolveContext, id: string, sidecar: ElementSidecar): string | null {
  if (sidecar.conforms_to === undefined) return null;
  const path = ['elements', id, 'conforms_to'];
  return findReference(context, sidecar.conforms_to, { among: context.elementIds, table: null, path });
}

function toDimension(context: ResolveContext, document: DimensionDocument, place: Place): Dimension | null {
  const parts = commonParts(context, document, place);
  if (parts === null) return null;
  const { sidecar, ...common } = parts;
  return {
    kind: 'dimension',
    ...common,
    visibility: 'public',
    isEnum: document.is_enum ?? false,
    valueSynonyms: Object.entries(sidecar.value_synonyms ?? {}).map(([value, synonyms]) => ({ value, synonyms })),
    conformsTo: conformsTo(context, common.id, sidecar),
    isDisplay: context.sidecar.tables?.[common.table]?.display === common.name,
  };
}

function toTimeDimension(context: ResolveContext, document: TimeDimensionDocument, place: Place): TimeDimension | null {
  const parts = commonParts(context, document, place);
  if (parts === null) return null;
  const { sidecar, ...common } = parts;
  const grain = sidecar.grain ?? (common.type === 'date' ? 'day' : 'second');
  return { kind: 'time', ...common, visibility: 'public', grain, conformsTo: conformsTo(context, common.id, sidecar) };
}

function toFact(context: ResolveContext, document: FactDocument, place: Place): Fact | null {
  const parts = commonParts(context, document, place);
  if (parts === null) return null;
  const { sidecar: _, ...common } = parts;
  const visibility = document.access_modifier === 'private_access' ? 'private' : 'public';
  return { kind: 'fact', ...common, visibility };
}

/** Resolves the dimensions, time dimensions and facts of a table; one that is not understood is reported and left out. */
export function resolveElements(
  context: ResolveContext,
  table: TableDocument,
  tableIndex: number,
): Pick<LogicalTable, 'dimensions' | 'timeDimensions' | 'facts'> {
  const place = (kind: Kind, index: number): Place => ({ table: table.name, tableIndex, kind, index });
  return {
    dimensions: (table.dimensions ?? [])
      .map((document, index) => toDimension(context, document, place('dimensions', index)))
      .filter((dimension) => dimension !== null),
    timeDimensions: (table.time_dimensions ?? [])
      .map((document, index) => toTimeDimension(context, document, place('time_dimensions', index)))
      .filter((dimension) => dimension !== null),
    facts: (table.facts ?? [])
      .map((document, index) => toFact(context, document, place('facts', index)))
      .filter((fact) => fact !== null),
  };
}
