import { AstNode, isRecord, listOf, variantOf } from './ast-node.ts';
import { targetType } from './data-types.ts';
import { objectName, printName, storedName } from './identifiers.ts';
import type { TableConstraint, Write } from './lowered.ts';
import type { ObjectName } from './object-name.ts';
import { quoteIdentifier, quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

/** Fields of CREATE TABLE that change nothing here: kinds of storage, and what the parser says of other dialects. */
const WITHOUT_MEANING = [
  'transient',
  'volatile',
  'cluster_by',
  'hive_distribution',
  'copy_grants',
  'file_format',
  'hive_formats',
];

export function lowerCreateTable(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'CREATE TABLE');
  const target = objectName(node.take('name'));
  const replace = node.flag('or_replace');
  const ifNotExists = node.flag('if_not_exists');
  const temporary = node.flag('temporary');
  const columns = node.list('columns').map((column) => readColumn(column, printer));
  const keys = node.list('constraints').map(readTableConstraint);
  const query = node.take('query');
  const like = node.take('like');
  const clone = node.take('clone');
  const comment = commentOf(node.take('table_options')) ?? node.take('comment');
  for (const field of WITHOUT_MEANING) node.take(field);
  node.finish();
  const head = `CREATE ${replace ? 'OR REPLACE ' : ''}${temporary ? 'TEMP ' : ''}TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${printName(target)}`;
  const source = query === null ? copiedTable(like, clone) : printer.query(query);
  return {
    verb: 'CREATE TABLE',
    target,
    sql: [...createStatements(head, target, columns, source), ...commentStatements(target, comment, columns)],
    constraints: [...columns.flatMap((column) => column.constraints), ...keys],
  };
}

/** With both columns and rows, the rows are inserted, so that they take the declared types. */
function createStatements(
  head: string,
  target: ObjectName,
  columns: readonly Column[],
  source: string | null,
): readonly string[] {
  if (columns.length === 0) return [source === null ? head : `${head} AS ${source}`];
  const create = `${head} (${columns.map((column) => column.definition).join(', ')})`;
  return source === null ? [create] : [create, `INSERT INTO ${printName(target)} ${source}`];
}

function commentStatements(target: ObjectName, comment: unknown, columns: readonly Column[]): readonly string[] {
  const ofTable =
    typeof comment === 'string' ? [`COMMENT ON TABLE ${printName(target)} IS ${quoteString(comment)}`] : [];
  const ofColumns = columns.flatMap(({ name, comment: text }) =>
    text === null ? [] : [`COMMENT ON COLUMN ${printName([...target, name])} IS ${quoteString(text)}`],
  );
  return [...ofTable, ...ofColumns];
}

/** The rows of CLONE, or none of them for LIKE; null for neither. */
function copiedTable(like: unknown, clone: unknown): string | null {
  if (clone !== null) return `FROM ${printName(objectName(clone))}`;
  if (like === null) return null;
  const { payload } = variantOf(like);
  return `FROM ${printName(objectName(isRecord(payload) ? payload['name'] : null))} LIMIT 0`;
}

interface Column {
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
  readonly constraints: readonly TableConstraint[];
}

function readColumn(value: unknown, printer: Printer): Column {
  const node = new AstNode(value, 'column');
  const name = storedName(node.take('name'));
  const type = targetType(node.take('data_type'));
  const options = node.list('options').map((item) => {
    const option = new AstNode(item, 'column option');
    const { name: kind, payload } = variantOf(option.take('option'));
    return { kind, payload, name: option.take('name') };
  });
  node.finish();
  const texts = options.map(({ kind, payload }) => printColumnOption(kind, payload, printer));
  const constraints = options.flatMap(({ kind, payload, name: label }) => columnConstraint(kind, payload, name, label));
  const comment = options.find((option) => option.kind === 'Comment')?.payload;
  return {
    name,
    definition: [quoteIdentifier(name), type.sql, ...texts.filter((text) => text !== '')].join(' '),
    comment: typeof comment === 'string' ? comment : null,
    constraints,
  };
}

function printColumnOption(kind: string, payload: unknown, printer: Printer): string {
  switch (kind) {
    case 'NotNull':
      return 'NOT NULL';
    case 'PrimaryKey':
      // The one part of a primary key that Snowflake does enforce.
      return 'NOT NULL';
    case 'Default':
      return `DEFAULT ${printer.expression(payload)}`;
    case 'Null':
    case 'Unique':
    case 'ForeignKey':
    case 'Comment':
      return '';
    default:
      throw unsupported(`column option ${kind}`);
  }
}

const CONSTRAINT_KINDS: Readonly<Record<string, TableConstraint['kind']>> = {
  PrimaryKey: 'PRIMARY KEY',
  Unique: 'UNIQUE',
  ForeignKey: 'FOREIGN KEY',
};

function columnConstraint(
  option: string,
  payload: unknown,
  column: string,
  label: unknown,
): readonly TableConstraint[] {
  const kind = CONSTRAINT_KINDS[option];
  if (kind === undefined) return [];
  const references = kind === 'FOREIGN KEY' ? referencesOf(new AstNode(payload, 'REFERENCES')) : null;
  return [{ kind, name: label === null ? null : storedName(label), columns: [column], references }];
}

function readTableConstraint(value: unknown): TableConstraint {
  const { name, payload } = variantOf(value);
  const kind = CONSTRAINT_KINDS[name];
  if (kind === undefined) throw unsupported(`constraint ${name}`);
  const node = new AstNode(payload, kind);
  const label = node.take('name');
  const columns = node.list('columns').map(columnOf);
  return {
    kind,
    name: label === null ? null : storedName(label),
    columns,
    references: kind === 'FOREIGN KEY' ? referencesOf(node) : null,
  };
}

function referencesOf(node: AstNode): TableConstraint['references'] {
  return { table: objectName(node.take('foreign_table')), columns: node.list('referred_columns').map(columnOf) };
}

/** A key's column: an identifier, or one wrapped as an index expression. */
function columnOf(item: unknown): string {
  if (isRecord(item) && isRecord(item['column'])) {
    const { name, payload } = variantOf(item['column']['expr']);
    if (name !== 'Identifier') throw unsupported('key over an expression');
    return storedName(payload);
  }
  return storedName(item);
}

function commentOf(options: unknown): unknown {
  const { name, payload } = variantOf(options ?? 'None');
  if (name === 'None') return null;
  const [only, ...more] = name === 'Plain' ? listOf(payload) : [];
  const option = only === undefined ? null : variantOf(only);
  if (option?.name !== 'Comment' || more.length > 0) throw unsupported('table options');
  return variantOf(option.payload).payload;
}

/** ALTER TABLE … ADD COLUMN, DROP COLUMN, RENAME TO, RENAME COLUMN, ADD key. */
export function lowerAlterTable(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'ALTER TABLE');
  const target = objectName(node.take('name'));
  const ifExists = node.flag('if_exists') ? 'IF EXISTS ' : '';
  const operations = node.list('operations').map((operation) => variantOf(operation));
  node.finish();
  const head = `ALTER TABLE ${ifExists}${printName(target)}`;
  const changes = operations.map(({ name, payload: content }) =>
    lowerOperation(name, new AstNode(content, `ALTER TABLE ${name}`), printer),
  );
  return {
    verb: 'ALTER TABLE',
    target,
    sql: changes.flatMap((change) => (change.sql === '' ? [] : [`${head} ${change.sql}`])),
    constraints: changes.flatMap((change) => change.constraints),
  };
}

interface Change {
  readonly sql: string;
  readonly constraints: readonly TableConstraint[];
}

function lowerOperation(name: string, node: AstNode, printer: Printer): Change {
  switch (name) {
    case 'AddConstraint':
      return { sql: '', constraints: [readTableConstraint(node.take('constraint'))] };
    case 'AddColumn': {
      const column = readColumn(node.take('column_def'), printer);
      return {
        sql: `ADD COLUMN ${node.flag('if_not_exists') ? 'IF NOT EXISTS ' : ''}${column.definition}`,
        constraints: column.constraints,
      };
    }
    case 'RenameColumn':
      return {
        sql: `RENAME COLUMN ${renamed(node, 'old_column_name')} TO ${renamed(node, 'new_column_name')}`,
        constraints: [],
      };
    default:
      throw unsupported(`ALTER TABLE ${name}`);
  }
}

function renamed(node: AstNode, field: string): string {
  return quoteIdentifier(storedName(node.take(field)));
}
