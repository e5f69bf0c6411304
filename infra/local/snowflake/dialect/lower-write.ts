import { AstNode, listOf } from './ast-node.ts';
import type { Variant } from './ast-node.ts';
import { objectName, printName, storedName } from './identifiers.ts';
import { lowerCreateTable, lowerAlterTable } from './lower-create-table.ts';
import { lowerDelete, lowerInsert, lowerMerge, lowerUpdate } from './lower-dml.ts';
import type { Lowered, WriteVerb, Write } from './lowered.ts';
import type { ObjectName } from './object-name.ts';
import { quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { unsupported } from './refusal.ts';

type Rule = (payload: unknown, printer: Printer) => Write;

const RULES: Readonly<Record<string, Rule>> = {
  AlterTable: lowerAlterTable,
  Comment: lowerComment,
  CreateDatabase: lowerCreateDatabase,
  CreateSchema: lowerCreateSchema,
  CreateTable: lowerCreateTable,
  CreateView: lowerCreateView,
  Delete: lowerDelete,
  Drop: lowerDrop,
  Insert: lowerInsert,
  Merge: lowerMerge,
  Truncate: lowerTruncate,
  Update: lowerUpdate,
};

/** DDL and DML; statements without a rule are refused by their kind. */
export function lowerWrite(statement: Variant, printer: Printer, bindCount: number): Lowered {
  const rule = Object.hasOwn(RULES, statement.name) ? RULES[statement.name] : undefined;
  if (rule === undefined) throw unsupported(`statement ${statement.name}`);
  return { kind: 'write', bindCount, ...rule(statement.payload, printer) };
}

function write(verb: WriteVerb, target: ObjectName, ...sql: readonly string[]): Write {
  return { verb, target, sql, constraints: [] };
}

function lowerTruncate(payload: unknown): Write {
  const node = new AstNode(payload, 'TRUNCATE');
  const [table, ...more] = node.list('table_names');
  node.take('table');
  node.take('if_exists');
  node.finish();
  if (more.length > 0) throw unsupported('TRUNCATE of several tables');
  const name = objectName(new AstNode(table, 'table').take('name'));
  return write('TRUNCATE', name, `TRUNCATE ${printName(name)}`);
}

const DROPS: Readonly<Record<string, { readonly verb: WriteVerb; readonly word: string }>> = {
  Database: { verb: 'DROP DATABASE', word: 'DETACH DATABASE' },
  Schema: { verb: 'DROP SCHEMA', word: 'DROP SCHEMA' },
  Table: { verb: 'DROP TABLE', word: 'DROP TABLE' },
  View: { verb: 'DROP VIEW', word: 'DROP VIEW' },
};

function lowerDrop(payload: unknown): Write {
  const node = new AstNode(payload, 'DROP');
  const type = String(node.take('object_type'));
  const drop = DROPS[type];
  const [only, ...more] = node.list('names');
  const ifExists = node.flag('if_exists');
  const cascade = node.flag('cascade') || type === 'Schema';
  node.take('restrict');
  node.finish();
  if (drop === undefined || more.length > 0) throw unsupported(`DROP ${type.toUpperCase()}`);
  const name = objectName(only);
  const suffix = cascade && type !== 'Database' ? ' CASCADE' : '';
  return write(drop.verb, name, `${drop.word} ${ifExists ? 'IF EXISTS ' : ''}${printName(name)}${suffix}`);
}

function lowerCreateSchema(payload: unknown): Write {
  const node = new AstNode(payload, 'CREATE SCHEMA');
  const schema = new AstNode(node.take('schema_name'), 'schema name');
  const name = objectName(schema.take('Simple'));
  schema.finish();
  const ifNotExists = node.flag('if_not_exists');
  node.finish();
  return write('CREATE SCHEMA', name, `CREATE SCHEMA ${ifNotExists ? 'IF NOT EXISTS ' : ''}${printName(name)}`);
}

/** A database is an attached in-memory one; the server attaches files itself. */
function lowerCreateDatabase(payload: unknown): Write {
  const node = new AstNode(payload, 'CREATE DATABASE');
  const name = objectName(node.take('db_name'));
  const ifNotExists = node.flag('if_not_exists');
  node.finish();
  const schema = `CREATE SCHEMA IF NOT EXISTS ${printName([...name, 'PUBLIC'])}`;
  return write(
    'CREATE DATABASE',
    name,
    `ATTACH ${ifNotExists ? 'IF NOT EXISTS ' : ''}':memory:' AS ${printName(name)}`,
    schema,
  );
}

function lowerCreateView(payload: unknown, printer: Printer): Write {
  const node = new AstNode(payload, 'CREATE VIEW');
  const name = objectName(node.take('name'));
  const replace = node.flag('or_replace');
  const ifNotExists = node.flag('if_not_exists');
  node.take('secure');
  node.take('options');
  node.take('name_before_not_exists');
  const comment = node.take('comment');
  const columns = listOf(node.take('columns')).map((item) => {
    const column = new AstNode(item, 'view column');
    const text = printName([storedName(column.take('name'))]);
    column.finish();
    return text;
  });
  const query = printer.query(node.take('query'));
  node.finish();
  const head = `CREATE ${replace ? 'OR REPLACE ' : ''}VIEW ${ifNotExists ? 'IF NOT EXISTS ' : ''}${printName(name)}`;
  const create = `${head}${columns.length > 0 ? ` (${columns.join(', ')})` : ''} AS ${query}`;
  return write(
    'CREATE VIEW',
    name,
    create,
    ...(typeof comment === 'string' ? [`COMMENT ON VIEW ${printName(name)} IS ${quoteString(comment)}`] : []),
  );
}

function lowerComment(payload: unknown): Write {
  const node = new AstNode(payload, 'COMMENT');
  const type = String(node.take('object_type')).toUpperCase();
  const name = objectName(node.take('object_name'));
  const comment = node.take('comment');
  node.finish();
  if (!['TABLE', 'VIEW', 'COLUMN', 'SCHEMA'].includes(type)) throw unsupported(`COMMENT ON ${type}`);
  return write(
    'COMMENT',
    name,
    `COMMENT ON ${type} ${printName(name)} IS ${typeof comment === 'string' ? quoteString(comment) : 'NULL'}`,
  );
}
