import { BIGINT } from '@duckdb/node-api';

import { bindValues, splitBulkBinds } from './bind-values.ts';
import { toRowType } from './column-type.ts';
import { forgetKeys, recordKeys } from './declared-keys.ts';
import type { Lowered, WriteVerb } from './dialect/lowered.ts';
import { statusResult } from './text-results.ts';
import { smallResult } from './result-set.ts';
import { insufficientPrivileges, objectNotFound, unsupported } from './snowflake-error.ts';
import { tablesReadBy } from './tables-read.ts';
import type { Session } from './session-store.ts';
import type { RunContext, RunDeps, RunResult } from './run-context.ts';
import { completeName, type TableName } from './table-name.ts';

type LoweredWrite = Extract<Lowered, { kind: 'write' }>;

const DDL_TYPE_ID = 0x6000;

interface ChangeFacts {
  readonly typeId: number;
  /** Name of the answer's column. */
  readonly column: string;
}

const CHANGES: Partial<Readonly<Record<WriteVerb, ChangeFacts>>> = {
  INSERT: { typeId: 0x3100, column: 'number of rows inserted' },
  UPDATE: { typeId: 0x3200, column: 'number of rows updated' },
  DELETE: { typeId: 0x3300, column: 'number of rows deleted' },
  MERGE: { typeId: 0x3400, column: 'number of rows merged' },
};

/** What a verb works on, in words, and its full name (one part for a database, two for a schema, three for the rest). */
function targetOf(
  { verb, target }: LoweredWrite,
  session: Session,
): { readonly kind: 'database' | 'schema' | 'table' | 'view'; readonly parts: readonly string[] } {
  if (verb.endsWith('DATABASE')) return { kind: 'database', parts: target };
  if (verb.endsWith('SCHEMA')) {
    const { database, schema } = completeName([...target, ''], session);
    return { kind: 'schema', parts: [database, schema] };
  }
  const { database, schema, table } = completeName(target, session);
  return { kind: verb.endsWith('VIEW') ? 'view' : 'table', parts: [database, schema, table] };
}

/** CREATE OR REPLACE: who may create beside an object may not yet put another in its place. */
function isReplacing({ verb, sql }: LoweredWrite): boolean {
  return verb.startsWith('CREATE') && /^CREATE OR REPLACE\b/iu.test(sql[0] ?? '');
}

async function isTargetThere(lowered: LoweredWrite, { session }: RunContext, { catalog }: RunDeps): Promise<boolean> {
  const [database = '', schema, table] = targetOf(lowered, session).parts;
  if (schema === undefined) return catalog.hasDatabase(database);
  if (table === undefined) return catalog.hasSchema(database, schema);
  return (await catalog.find({ database, schema, table })) !== null;
}

/** Throws 003001 when the role may not write there, 002003 when it may not even know of it. */
function checkWrite(lowered: LoweredWrite, context: RunContext, { access }: RunDeps, isThere: boolean): void {
  const { session } = context;
  const { kind, parts } = targetOf(lowered, session);
  const { roles } = context;
  const isReplaced = isThere && isReplacing(lowered);
  const mayDo = isReplaced ? access.owns(roles, parts) : access.canWrite(roles, lowered.verb, parts);
  if (mayDo) return;
  const [database = ''] = parts;
  if (kind === 'table' && !access.canUse(roles, database)) throw objectNotFound('Object', parts.join('.'));
  throw insufficientPrivileges(kind, lowered.target.at(-1) ?? '');
}

/** Statements that choose the rows they change, as a row access policy would have a say in. */
const CHOOSING: ReadonlySet<WriteVerb> = new Set(['UPDATE', 'DELETE', 'MERGE']);

/**
 * The role must be allowed to read what the write reads, and no policy may be passed by.
 *
 * DuckDB runs a write on the bare tables, so one that would read through a policy is refused; a view only keeps its text, and policies
 * apply when it is read.
 */
async function checkReads(lowered: LoweredWrite, context: RunContext, deps: RunDeps): Promise<void> {
  const [database = '', schema = '', table = ''] = targetOf(lowered, context.session).parts;
  const target = { database, schema, table };
  if (CHOOSING.has(lowered.verb) && deps.policies.policiesOf(target).length > 0) {
    throw unsupported(`${lowered.verb} of a table with a policy`);
  }
  // An INSERT OVERWRITE is two statements, and it is the second that reads.
  for (const sql of lowered.verb === 'INSERT' ? lowered.sql : lowered.sql.slice(0, 1)) {
    const read = await tablesReadBy(sql, lowered, context);
    for (const name of read.filter((each) => nameText(each) !== nameText(target))) {
      checkRead(name, lowered, context, deps);
    }
  }
}

const nameText = ({ database, schema, table }: TableName): string => `${database}.${schema}.${table}`;

function checkRead(
  name: TableName,
  { verb }: LoweredWrite,
  { roles }: RunContext,
  { access, policies }: RunDeps,
): void {
  if (!access.canRead(roles, name)) throw objectNotFound('Object', nameText(name));
  if (verb === 'CREATE VIEW' || policies.policiesOf(name).length === 0) return;
  throw unsupported(`${verb} that reads a table with a policy`);
}

/** Ownership and policies follow what is created and dropped; what was there already stays as it was. */
function followRights(
  lowered: LoweredWrite,
  { session }: RunContext,
  { access, policies }: RunDeps,
  wasThere: boolean,
): void {
  const { kind, parts } = targetOf(lowered, session);
  const [database = '', schema = '', table = ''] = parts;
  const [what] = lowered.verb.split(' ');
  if (what === 'CREATE' && (!wasThere || isReplacing(lowered))) access.created(parts, kind, session.role);
  if (what === 'DROP') access.dropped(parts);
  if (what === 'DROP' || isReplacing(lowered)) policies.dropped({ database, schema, table });
}

/** Keeps the record of keys in step with the table. */
async function followKeys(lowered: LoweredWrite, context: RunContext, { store }: RunDeps): Promise<void> {
  const { verb, constraints } = lowered;
  if (verb !== 'CREATE TABLE' && verb !== 'DROP TABLE' && constraints.length === 0) return;
  const [database = '', schema = '', table = ''] = targetOf(lowered, context.session).parts;
  const name = { database, schema, table };
  // DuckDB writes to one database per transaction, so the record has a connection of its own.
  await store.withConnection(async (connection) => {
    if (verb !== 'ALTER TABLE') await forgetKeys(name, connection);
    await recordKeys(name, constraints, connection);
  });
}

async function runBound(sql: string, lowered: LoweredWrite, { statement, connection }: RunContext): Promise<number> {
  let changed = 0;
  const prepared = await connection.prepare(sql);
  try {
    // The DELETE of an INSERT OVERWRITE has no binds, and happens once.
    const takesBinds = prepared.parameterCount > 0 || lowered.sql.length === 1;
    for (const binds of takesBinds ? splitBulkBinds(statement.request.bindings ?? {}) : [{}]) {
      if (takesBinds) bindValues(prepared, binds, lowered.bindCount);
      changed += (await prepared.run()).rowsChanged;
    }
  } finally {
    prepared.destroySync();
  }
  return changed;
}

function answerOf(lowered: LoweredWrite, changed: number): RunResult {
  const facts = CHANGES[lowered.verb];
  if (facts !== undefined) {
    const result = smallResult([toRowType(facts.column, BIGINT)], [[String(changed)]]);
    return { result, statementTypeId: facts.typeId };
  }
  return { result: statusResult(statusOf(lowered)), statementTypeId: DDL_TYPE_ID };
}

function statusOf({ verb, target }: LoweredWrite): string {
  const name = target.at(-1) ?? '';
  const [first, second = 'TABLE'] = verb.split(' ');
  const kind = `${second.slice(0, 1)}${second.slice(1).toLowerCase()}`;
  if (first === 'CREATE') return `${kind} ${name} successfully created.`;
  if (first === 'DROP') return `${name} successfully dropped.`;
  return 'Statement executed successfully.';
}

/** Several statements happen together or not at all; inside the session's own transaction that is its business. */
async function runAll(lowered: LoweredWrite, context: RunContext): Promise<number> {
  const { connection, session } = context;
  const isAlone = lowered.sql.length === 1 || session.transaction !== null;
  let changed = 0;
  if (!isAlone) await connection.run('BEGIN TRANSACTION');
  try {
    for (const sql of lowered.sql) changed = await runBound(sql, lowered, context);
    if (!isAlone) await connection.run('COMMIT');
  } catch (error) {
    if (!isAlone) await connection.run('ROLLBACK');
    throw error;
  }
  return changed;
}

/** Runs a statement that changes data or objects, for a role that may; a reader is refused before DuckDB sees it. */
export async function runWrite(lowered: LoweredWrite, context: RunContext, deps: RunDeps): Promise<RunResult> {
  const wasThere = await isTargetThere(lowered, context, deps);
  checkWrite(lowered, context, deps, wasThere);
  const { session, connection, statement } = context;
  return deps.store.withSearchPath(session, connection, async () => {
    await checkReads(lowered, context, deps);
    if (statement.request.describeOnly === true) return answerOf(lowered, 0);
    const changed = await runAll(lowered, context);
    await followKeys(lowered, context, deps);
    followRights(lowered, context, deps, wasThere);
    return answerOf(lowered, changed);
  });
}
