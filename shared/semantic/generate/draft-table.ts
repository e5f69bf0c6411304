import { scalarTypeOf } from '../data-type.ts';
import { splitIdentifier, toLabel } from '../identifier-words.ts';
import type { TableDocument } from '../model-document.ts';
import { quoteIdentifier } from '../quote-sql.ts';
import type { ElementSidecar, MetricSidecar, TableSidecar } from '../sidecar-document.ts';
import { type ColumnRole, classifyColumn, closedList, defaultAggregate } from './classify-column.ts';
import { singleKey } from './infer-relationships.ts';
import { entityWords, ownWords } from './name-words.ts';
import type { ColumnDescription, SchemaDescription, TableDescription } from './schema-description.ts';

/** A drafted table with what the sidecar says of it. */
export interface TableDraft {
  readonly document: TableDocument;
  readonly table: TableSidecar;
  readonly elements: Readonly<Record<string, ElementSidecar>>;
  readonly metrics: Readonly<Record<string, MetricSidecar>>;
}

interface Column {
  readonly description: ColumnDescription;
  readonly role: ColumnRole;
  readonly words: readonly string[];
  readonly name: string;
}

/** Words that name nothing without their table. */
const GENERIC: ReadonlySet<string> = new Set(
  'id key name title label code description type status number no'.split(' '),
);

/** Most values to list of a column that is no closed list. */
const MAX_SAMPLES = 10;
const DISPLAY_NAMES = ['name', 'title', 'full name', 'label', 'description'];
const DATE_ORDER = ['order', 'transaction', 'event', 'sale', 'date', 'created', 'start', 'updated'];
const PERSONAL: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['phone', 'phone'],
  ['telephone', 'phone'],
  ['birthdate', 'birth-date'],
  ['ssn', 'national-id'],
]);

/**
 * Names of elements, each once: a second one gets a number. A name that would hide another column of the table, as
 * `quantity` for QTY beside QUANTITY, is not taken.
 */
function uniqueNames(
  columns: readonly ColumnDescription[],
  table: TableDescription,
  prefix: string,
): readonly string[] {
  const physical = new Set(columns.map(({ name }) => name.toUpperCase()));
  const used = new Map<string, number>();
  return columns.map(({ name }) => {
    const own = ownWords(name, table.columns);
    const isGeneric = own.length === 1 && GENERIC.has(own[0] ?? '');
    const written = [...(isGeneric ? entityWords(table.name) : []), ...own].join('_');
    const hides = physical.has(written.toUpperCase()) && written.toUpperCase() !== name.toUpperCase();
    const words = hides ? splitIdentifier(name).join('_') : written;
    const bare = `${prefix}${/^\d/.test(words) || words === '' ? `column_${words}` : words}`;
    const count = (used.get(bare) ?? 0) + 1;
    used.set(bare, count);
    return count === 1 ? bare : `${bare}_${count}`;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name.toUpperCase()) ? freeName(`${name}_figure`, taken) : name;
}

function bareType(dataType: string): string {
  return dataType.toUpperCase().replace(/\(.*$/s, '').trim();
}

function describeColumn({ description, name }: Column): { name: string; description: string } {
  return { name, description: description.comment === '' ? `${toLabel(name)}.` : description.comment };
}

function draftDimensions(columns: readonly Column[]): NonNullable<TableDocument['dimensions']> {
  return columns
    .filter(({ role }) => role !== 'time' && role !== 'measure')
    .map((column) => {
      const { description, role } = column;
      const values = role === 'dimension' ? closedList(description) : null;
      const samples = role === 'dimension' ? description.sampleValues.slice(0, MAX_SAMPLES) : [];
      return {
        ...describeColumn(column),
        expr: quoteIdentifier(description.name),
        data_type: bareType(description.dataType),
        ...(values === null ? {} : { is_enum: true, sample_values: [...values] }),
        ...(values === null && samples.length > 0 ? { sample_values: samples } : {}),
        ...(role === 'flag' ? { labels: ['filter' as const] } : {}),
      };
    });
}

/** The column; numbers that are kept as text are read as numbers. */
function numberText({ name, dataType }: ColumnDescription, role: ColumnRole): string {
  const column = quoteIdentifier(name);
  return isTextMeasure(dataType, role) ? `TRY_TO_DOUBLE(${column})` : column;
}

function isTextMeasure(dataType: string, role: ColumnRole): boolean {
  return role === 'measure' && scalarTypeOf(dataType) === 'text';
}

function draftPlain(columns: readonly Column[], role: ColumnRole) {
  return columns
    .filter((column) => column.role === role)
    .map((column) => ({
      ...describeColumn(column),
      expr: numberText(column.description, role),
      data_type: isTextMeasure(column.description.dataType, role) ? 'FLOAT' : bareType(column.description.dataType),
    }));
}

function draftMetrics(columns: readonly Column[], table: TableDescription): NonNullable<TableDocument['metrics']> {
  const entity = entityWords(table.name);
  const taken = new Set(
    columns.flatMap(({ name, description }) => [name, description.name]).map((name) => name.toUpperCase()),
  );
  const measures = columns.flatMap(({ role, words, description, name }) => {
    if (role !== 'measure' && role !== 'level') return [];
    const aggregate = role === 'level' ? 'avg' : defaultAggregate(words);
    const expr = `${aggregate.toUpperCase()}(${numberText(description, role)})`;
    const said = aggregate === 'sum' ? 'Sum' : 'Mean';
    const text = `${said} of ${toLabel(name).toLowerCase()} over the rows of ${table.name}.`;
    return [{ name: freeName(`${aggregate === 'sum' ? 'total' : 'average'}_${name}`, taken), expr, description: text }];
  });
  const count = freeName(`${entity.join('_')}_count`, taken);
  return [{ name: count, expr: 'COUNT(*)', description: `Rows of ${table.name}.` }, ...measures];
}

function displayOf(columns: readonly Column[], table: TableDescription): string | null {
  const entity = entityWords(table.name).join(' ');
  const wanted = [`${entity} name`, ...DISPLAY_NAMES, ...DISPLAY_NAMES.map((name) => `${entity} ${name}`)];
  const texts = columns.filter(({ role }) => role === 'dimension');
  const found = wanted
    .map((name) => texts.find(({ words }) => words.join(' ') === name))
    .find((column) => column !== undefined);
  return found?.name ?? null;
}

function defaultTime(columns: readonly Column[]): string | null {
  const times = columns.filter(({ role }) => role === 'time');
  const rank = ({ words }: Column): number => {
    const place = DATE_ORDER.findIndex((word) => words.includes(word));
    return place === -1 ? DATE_ORDER.length : place;
  };
  return times.toSorted((first, second) => rank(first) - rank(second))[0]?.name ?? null;
}

function quotedColumns(columns: readonly string[]): { columns: string[] } {
  return { columns: columns.map(quoteIdentifier) };
}

function keysOf(
  table: TableDescription,
  referredTo: readonly string[],
): Pick<TableDocument, 'primary_key' | 'unique_keys'> {
  const single = singleKey(table);
  const primary = table.primaryKey.length > 0 ? table.primaryKey : single === null ? [] : [single.name];
  const found = referredTo.filter((column) => !table.uniqueKeys.some((key) => key.join() === column));
  const unique = [...table.uniqueKeys, ...found.map((column) => [column])].filter(
    (key) => key.join() !== primary.join(),
  );
  return {
    ...(primary.length > 0 ? { primary_key: quotedColumns(primary) } : {}),
    ...(unique.length > 0 ? { unique_keys: unique.map(quotedColumns) } : {}),
  };
}

function personalElements(columns: readonly Column[], name: string): Record<string, ElementSidecar> {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const word = column.words.find((each) => PERSONAL.has(each));
      const pii = PERSONAL.get(word ?? '');
      return pii === undefined ? [] : [[`${name}.${column.name}`, { pii }]];
    }),
  );
}

/** What a logical table is called and which part it plays. */
export interface DraftNames {
  readonly name: string;
  /** Words for the role of a copy; empty for the table itself. */
  readonly role: readonly string[];
  /** Columns by which other tables refer to it. */
  readonly referredTo: readonly string[];
}

/** Drafts one logical table. A copy for a role takes the role into its names and has no figures of its own. */
export function draftTable(schema: SchemaDescription, table: TableDescription, named: DraftNames): TableDraft {
  const { name, role, referredTo } = named;
  const isCopy = role.length > 0;
  const prefix = isCopy ? `${role.join('_')}_` : '';
  const names = uniqueNames(table.columns, table, prefix);
  const columns = table.columns.map((description, index) => ({
    description,
    role: classifyColumn(description, table),
    words: ownWords(description.name, table.columns),
    name: names[index] ?? description.name,
  }));
  const times = draftPlain(columns, 'time');
  const facts = isCopy ? [] : draftPlain(columns, 'measure');
  const dimensions = draftDimensions(columns);
  const display = displayOf(columns, table);
  const time = defaultTime(columns);
  return {
    document: {
      name,
      description: table.comment === '' ? `One row per ${entityWords(table.name).join(' ')}.` : table.comment,
      base_table: { database: schema.database, schema: schema.schema, table: quoteIdentifier(table.name) },
      ...keysOf(table, referredTo),
      ...(dimensions.length > 0 ? { dimensions } : {}),
      ...(times.length > 0 ? { time_dimensions: times } : {}),
      ...(facts.length > 0 ? { facts } : {}),
      ...(isCopy ? {} : { metrics: draftMetrics(columns, table) }),
    },
    table: {
      ...(display === null ? {} : { display }),
      ...(time === null ? {} : { default_time_dimension: time }),
    },
    elements: personalElements(columns, name),
    metrics: {},
  };
}
