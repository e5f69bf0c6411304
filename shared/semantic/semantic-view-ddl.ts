import type { ModelDocument, RelationshipDocument, TableDocument } from './model-document.ts';
import { quoteText } from './quote-sql.ts';

type Tags = ModelDocument['tags'];

/** A clause with its members in parentheses, one a line; nothing when there are none. */
function clause(keyword: string, members: readonly string[]): readonly string[] {
  return members.length === 0 ? [] : [`  ${keyword} (\n${members.map((member) => `    ${member}`).join(',\n')}\n  )`];
}

function words(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

function tagsOf(tags: Tags): string | null {
  if (tags === undefined || tags.length === 0) return null;
  const pairs = tags.map(({ name, value }) => `${name.database}.${name.schema}.${name.tag} = ${quoteText(value)}`);
  return `WITH TAG (${pairs.join(', ')})`;
}

function about(described: {
  readonly synonyms?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly tags?: Tags;
}): string {
  const { synonyms = [], description = '' } = described;
  const synonymText = synonyms.length === 0 ? null : `WITH SYNONYMS (${synonyms.map(quoteText).join(', ')})`;
  return words(
    synonymText,
    description === '' ? null : `COMMENT = ${quoteText(description.trim())}`,
    tagsOf(described.tags),
  );
}

function tableOf(table: TableDocument, relationships: readonly RelationshipDocument[]): string {
  const { base_table: base } = table;
  const source = 'definition' in base ? `(${base.definition})` : `${base.database}.${base.schema}.${base.table}`;
  const primary = table.primary_key;
  const unique = (table.unique_keys ?? []).map(({ columns }) => `UNIQUE (${columns.join(', ')})`);
  const ranges = relationships
    .filter((relationship) => relationship.right_table === table.name)
    .flatMap((relationship) => relationship.relationship_columns)
    .flatMap(({ right_range: range }) => (range === undefined ? [] : [range]))
    .map(
      ({ start_column: start, end_column: end }, index) =>
        `CONSTRAINT ${table.name}_range_${index + 1} DISTINCT RANGE BETWEEN ${start} AND ${end} EXCLUSIVE`,
    );
  return words(
    `${table.name} AS ${source}`,
    primary === undefined ? null : `PRIMARY KEY (${primary.columns.join(', ')})`,
    ...unique,
    ...ranges,
    about(table),
  );
}

function relationshipOf({
  name,
  left_table,
  right_table,
  relationship_columns: columns,
}: RelationshipDocument): string {
  const left = columns.map((column) => column.left_column).join(', ');
  const right = columns.map(({ type, right_column: column, right_range: range }) => {
    if (range !== undefined) return `BETWEEN ${range.start_column} AND ${range.end_column} EXCLUSIVE`;
    return type === 'asof' ? `ASOF ${column ?? ''}` : (column ?? '');
  });
  return `${name} AS ${left_table} (${left}) REFERENCES ${right_table} (${right.join(', ')})`;
}

function labelsOf(labels: readonly string[] | undefined): string | null {
  return labels?.includes('filter') === true ? 'LABELS = (FILTER)' : null;
}

function accessOf(modifier: string | undefined): string | null {
  return modifier === 'private_access' ? 'PRIVATE' : null;
}

function factsOf(table: TableDocument): readonly string[] {
  return (table.facts ?? []).map((fact) =>
    words(
      accessOf(fact.access_modifier),
      `${table.name}.${fact.name}`,
      labelsOf(fact.labels),
      `AS ${fact.expr}`,
      about(fact),
    ),
  );
}

function dimensionsOf(table: TableDocument): readonly string[] {
  const dimensions = (table.dimensions ?? []).map((dimension) => {
    const service = dimension.cortex_search_service;
    const path = [service?.database, service?.schema, service?.service].filter((part) => part !== undefined).join('.');
    const using = service?.literal_column === undefined ? '' : ` USING ${service.literal_column}`;
    const search = service === undefined ? null : `WITH CORTEX SEARCH SERVICE ${path}${using}`;
    const head = `${table.name}.${dimension.name}`;
    return words(head, labelsOf(dimension.labels), `AS ${dimension.expr}`, about(dimension), search);
  });
  const times = (table.time_dimensions ?? []).map((time) =>
    words(`${table.name}.${time.name}`, labelsOf(time.labels), `AS ${time.expr}`, about(time)),
  );
  return [...dimensions, ...times];
}

function metricsOf(table: TableDocument): readonly string[] {
  return (table.metrics ?? []).map((metric) => {
    const using = metric.using_relationships ?? [];
    const orders = (metric.non_additive_dimensions ?? []).map(
      ({ table: owner, dimension, sort_direction: direction, null_order: nulls }) =>
        words(
          `${owner}.${dimension}`,
          direction === 'descending' ? 'DESC' : 'ASC',
          nulls === undefined ? null : `NULLS ${nulls.toUpperCase()}`,
        ),
    );
    return words(
      accessOf(metric.access_modifier),
      `${table.name}.${metric.name}`,
      using.length === 0 ? null : `USING (${using.join(', ')})`,
      orders.length === 0 ? null : `NON ADDITIVE BY (${orders.join(', ')})`,
      `AS ${metric.expr}`,
      about(metric),
    );
  });
}

function verifiedQueriesOf(document: ModelDocument): readonly string[] {
  return (document.verified_queries ?? []).map((query) => {
    const inside = words(
      `QUESTION ${quoteText(query.question)}`,
      query.verified_at === undefined ? null : `VERIFIED_AT ${query.verified_at}`,
      query.use_as_onboarding_question === undefined
        ? null
        : `ONBOARDING_QUESTION ${String(query.use_as_onboarding_question).toUpperCase()}`,
      query.verified_by === undefined ? null : `VERIFIED_BY ${quoteText(query.verified_by)}`,
      `SQL ${quoteText(query.sql)}`,
    );
    return `${query.name} AS (${inside})`;
  });
}

function derivedOf(document: ModelDocument): readonly string[] {
  return (document.metrics ?? []).map((metric) =>
    words(accessOf(metric.access_modifier), metric.name, `AS ${metric.expr}`, about(metric)),
  );
}

function optional(keyword: string, value: string | number | undefined): readonly string[] {
  if (value === undefined) return [];
  return [`  ${keyword} ${typeof value === 'number' ? value : quoteText(value.trim())}`];
}

/**
 * Writes CREATE SEMANTIC VIEW, its clauses in the one order Snowflake takes.
 *
 * Standalone filters and sample values have no counterpart in SQL and are left out: the YAML is the lossless form.
 * Source: Snowflake SQL reference, CREATE SEMANTIC VIEW, 2026.
 */
export function toSemanticViewDdl(document: ModelDocument): string {
  const relationships = document.relationships ?? [];
  const instructions = document.module_custom_instructions;
  const tags = tagsOf(document.tags);
  const tables = document.tables.map((table) => tableOf(table, relationships));
  const parts = [
    `CREATE OR REPLACE SEMANTIC VIEW ${document.name}`,
    ...clause('TABLES', tables),
    ...clause('RELATIONSHIPS', relationships.map(relationshipOf)),
    ...clause('FACTS', document.tables.flatMap(factsOf)),
    ...clause('DIMENSIONS', document.tables.flatMap(dimensionsOf)),
    ...clause('METRICS', [...document.tables.flatMap(metricsOf), ...derivedOf(document)]),
    ...optional('COMMENT =', document.description),
    ...optional('MAX_STALENESS =', document.max_staleness),
    ...optional('AI_SQL_GENERATION', instructions?.sql_generation ?? document.custom_instructions),
    ...optional('AI_QUESTION_CATEGORIZATION', instructions?.question_categorization),
    ...clause('AI_VERIFIED_QUERIES', verifiedQueriesOf(document)),
    ...(tags === null ? [] : [`  ${tags}`]),
  ];
  return `${parts.join('\n')};\n`;
}
