import type { Command } from './dialect/lowered.ts';
import { statusResult } from './text-results.ts';
import { describeTable } from './describe-table.ts';
import { showObjects } from './show-objects.ts';
import { defaultParameter } from './session-parameters.ts';
import { operationCannotBePerformed, SnowflakeError } from './snowflake-error.ts';
import { runAccessCommand } from './run-access-command.ts';
import { activeRoles, type RunContext, type RunDeps, type RunResult } from './run-context.ts';
import { setVariables } from './set-variables.ts';

const SESSION_TYPE_ID = 0x4000;
const TRANSACTION_TYPE_ID = 0x5000;
const DDL_TYPE_ID = 0x6000;
const SHOW_TYPE_ID = 0x1000;

const executed = (statementTypeId: number): RunResult => ({
  result: statusResult('Statement executed successfully.'),
  statementTypeId,
});

/** Runs a statement that the server answers itself: session state, transactions and the catalogue. */
export async function runCommand(command: Command, context: RunContext, deps: RunDeps): Promise<RunResult> {
  switch (command.name) {
    case 'show':
      return { result: await showObjects(command, context, deps), statementTypeId: SHOW_TYPE_ID };
    case 'describe':
      return { result: await describeTable(command.value, context, deps), statementTypeId: SHOW_TYPE_ID };
    default:
      if (context.statement.request.describeOnly === true) return executed(SESSION_TYPE_ID);
      return runSessionCommand(command, context, deps);
  }
}

type SessionCommand = Exclude<Command, { name: 'show' | 'describe' }>;

async function runSessionCommand(command: SessionCommand, context: RunContext, deps: RunDeps): Promise<RunResult> {
  switch (command.name) {
    case 'use':
      await use(command, context, deps);
      return executed(SESSION_TYPE_ID);
    case 'use-secondary-roles':
      context.session.hasSecondaryRoles = command.value === 'ALL';
      return executed(SESSION_TYPE_ID);
    case 'alter-session-set':
      setParameters(command.parameters, context);
      return executed(SESSION_TYPE_ID);
    case 'alter-session-unset':
      unsetParameters(command.parameters, context);
      return executed(SESSION_TYPE_ID);
    case 'begin':
    case 'commit':
    case 'rollback':
      await runTransaction(command.name, context, deps);
      return executed(TRANSACTION_TYPE_ID);
    case 'set-variables':
      await setVariables(command.assignment, context, deps);
      return executed(SESSION_TYPE_ID);
    case 'unset-variables':
      context.session.variables = context.session.variables.filter(({ name }) => !command.variables.includes(name));
      return executed(SESSION_TYPE_ID);
    default:
      return { result: statusResult(await runAccessCommand(command, context, deps)), statementTypeId: DDL_TYPE_ID };
  }
}

async function use(
  { target, value }: Extract<Command, { name: 'use' }>,
  { session }: RunContext,
  deps: RunDeps,
): Promise<void> {
  const name = value.at(-1) ?? '';
  switch (target) {
    case 'role':
      if (!deps.access.rolesOfUser(session.user).includes(name)) {
        throw new SnowflakeError(
          '003013',
          '42501',
          `SQL access control error:\nRequested role '${name}' is not assigned to the executing user. Specify another role to activate.`,
        );
      }
      session.role = name;
      return;
    case 'warehouse':
      if (!deps.account.warehouses.includes(name)) throw operationCannotBePerformed();
      session.warehouse = name;
      return;
    case 'database':
      await useSchema(name, 'PUBLIC', { session, deps, isSchemaNamed: false });
      return;
    case 'schema':
      await useSchema(value.length > 1 ? value[0] : session.database, name, { session, deps, isSchemaNamed: true });
  }
}

async function useSchema(
  database: string | null | undefined,
  schema: string,
  { session, deps, isSchemaNamed }: { session: RunContext['session']; deps: RunDeps; isSchemaNamed: boolean },
): Promise<void> {
  if (database === null || database === undefined) throw operationCannotBePerformed();
  const { catalog, access } = deps;
  const hasSchema = (await catalog.hasDatabase(database)) && (await catalog.hasSchema(database, schema));
  const mayUse = access.canUse(activeRoles(session, access), database, isSchemaNamed ? schema : undefined);
  if (!mayUse || (!hasSchema && isSchemaNamed) || !(await catalog.hasDatabase(database))) {
    throw operationCannotBePerformed();
  }
  session.database = database;
  session.schema = hasSchema ? schema : null;
}

function setParameters(parameters: Readonly<Record<string, string>>, { session }: RunContext): void {
  for (const name of Object.keys(parameters)) checkParameter(name);
  session.parameters = { ...session.parameters, ...parameters };
}

function unsetParameters(names: readonly string[], { session }: RunContext): void {
  for (const name of names) checkParameter(name);
  session.parameters = Object.fromEntries(Object.entries(session.parameters).filter(([name]) => !names.includes(name)));
}

function checkParameter(name: string): void {
  if (defaultParameter(name) !== undefined) return;
  throw new SnowflakeError('001006', '22023', `SQL compilation error:\ninvalid session parameter '${name}'`);
}

/** A transaction lives on one connection, which stays with the session until it ends. */
async function runTransaction(
  verb: 'begin' | 'commit' | 'rollback',
  { session, connection }: RunContext,
  { store }: RunDeps,
): Promise<void> {
  if (verb === 'begin') {
    if (session.transaction !== null) return;
    await connection.run('BEGIN TRANSACTION');
    session.transaction = connection;
    return;
  }
  if (session.transaction === null) return;
  const pinned = session.transaction;
  session.transaction = null;
  try {
    await pinned.run(verb === 'commit' ? 'COMMIT' : 'ROLLBACK');
  } finally {
    store.release(pinned);
  }
}
