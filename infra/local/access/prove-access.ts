import { accessOf } from '#shared/identity/caller-access.ts';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import type { LogicalTable, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { modelCatalogue } from '#shared/sql/guard/model-catalogue.ts';
import type { SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import { PEOPLE, type Person } from './example.ts';
import type { GuardedWarehouse } from './guarded-warehouse.ts';

/** Rows of one table as one person sees them, by each of the defences alone. */
export interface RowsSeen {
  readonly email: string;
  readonly roles: readonly string[];
  readonly table: string;
  /** Counted by a plan that we compiled. */
  readonly planned: number;
  /** Counted by plain SQL that the guard wrote anew. */
  readonly guarded: number;
  /** Counted by plain SQL as it is, behind the policies of the warehouse alone. */
  readonly warehouse: number;
  /** Counted past all of them, by a condition of its own. */
  readonly expected: number;
}

/** What one person learns of a column that is not for them, by each of the defences alone. */
export interface ColumnSeen {
  readonly email: string;
  readonly column: string;
  readonly isForThem: boolean;
  /** The compiler's answer, or that it compiles. */
  readonly planned: string;
  /** The guard's answer, or that it passes. */
  readonly guarded: string;
  /** What the warehouse shows for it. */
  readonly warehouse: string;
  readonly holds: boolean;
}

export interface AccessProof {
  readonly rows: readonly RowsSeen[];
  readonly columns: readonly ColumnSeen[];
  /** Whether everyone sees what they should, and nothing else. */
  readonly holds: boolean;
}

interface ProofDeps {
  readonly model: SemanticModel;
  readonly warehouse: GuardedWarehouse;
  readonly guard: SqlGuard;
}

/** Has each person count the rows of each table, and ask for a column that may be hidden from them. */
export async function proveAccess(deps: ProofDeps, people: readonly Person[] = PEOPLE): Promise<AccessProof> {
  const rows: RowsSeen[] = [];
  const columns: ColumnSeen[] = [];
  for (const person of people) {
    for (const table of deps.model.tables) rows.push(await countRows(table, person, deps));
    columns.push(await askForEmail(person, deps));
  }
  const isRight = ({ planned, guarded, warehouse, expected }: RowsSeen): boolean =>
    [planned, guarded, warehouse].every((seen) => seen === expected);
  return { rows, columns, holds: rows.every(isRight) && columns.every(({ holds }) => holds) };
}

function callerAccess({ email, roles }: Person) {
  return accessOf({ id: `local:${email}`, email, roles: [...roles] });
}

async function countRows(table: LogicalTable, person: Person, deps: ProofDeps): Promise<RowsSeen> {
  const { warehouse } = deps;
  const name = table.baseTable.kind === 'table' ? table.baseTable.table : table.name;
  const count = { kind: 'aggregate', function: 'count', table: table.name, alias: 'seen' } as const;
  const sql = `SELECT COUNT(*) AS SEEN FROM BATON_SAMPLE.RETAIL.${name}`;
  return {
    email: person.email,
    roles: person.roles,
    table: name,
    // The reader's role has no policy of the warehouse: what is left out is left out by the statement.
    planned: await figureOf(compiled({ metrics: [count] }, person, deps), 'BATON_READER', warehouse),
    guarded: await figureOf(await judged(sql, person, deps), 'BATON_READER', warehouse),
    warehouse: await figureOf({ sql, binds: [] }, person.snowflakeRole, warehouse),
    expected: await warehouse.count(name, person.rows[name] ?? 'TRUE'),
  };
}

type Attempt = { readonly sql: string; readonly binds: readonly (string | number | boolean | null)[] } | string;

function compiled(plan: Omit<PlanInput, 'model'>, person: Person, { model }: ProofDeps): Attempt {
  const result = compilePlan(planSchema.parse({ model: model.name, ...plan }), model, callerAccess(person));
  return result.kind === 'compiled' ? { sql: result.statement, binds: result.binds } : result.message;
}

async function judged(sql: string, person: Person, { model, guard }: ProofDeps): Promise<Attempt> {
  const verdict = await guard.judge(sql, modelCatalogue(model, callerAccess(person)));
  return verdict.allowed ? { sql: verdict.statement, binds: verdict.binds } : verdict.reason;
}

/** The one figure that a statement gives; -1 when it was refused. */
async function figureOf(attempt: Attempt, role: string, warehouse: GuardedWarehouse): Promise<number> {
  if (typeof attempt === 'string') return -1;
  const { rows } = await warehouse.query(attempt, role);
  return Number(rows[0]?.[0] ?? -1);
}

const EMAIL = 'SELECT MIN(EMAIL) AS EMAIL FROM BATON_SAMPLE.RETAIL.DIM_CUSTOMER';

async function askForEmail(person: Person, deps: ProofDeps): Promise<ColumnSeen> {
  const planned = planFor('customers.email', person, deps);
  const guarded = await judged(EMAIL, person, deps);
  const { rows } = await deps.warehouse.query({ sql: EMAIL, binds: [] }, person.snowflakeRole);
  const shown = String(rows[0]?.[0] ?? '');
  const isThere = [isRun(planned), isRun(guarded), shown.includes('@')];
  // A hidden field must be answered as a misspelt one is.
  const isUnknown = planned === misspelt(planFor('customers.emial', person, deps)) && shown === '***';
  return {
    email: person.email,
    column: 'DIM_CUSTOMER.EMAIL',
    isForThem: person.seesEmail,
    planned: isRun(planned) ? 'compiles' : planned,
    guarded: isRun(guarded) ? 'passes' : guarded,
    warehouse: shown === '***' ? 'masked' : 'shown',
    holds: person.seesEmail ? isThere.every(Boolean) : isUnknown && !isThere.some(Boolean),
  };
}

function planFor(field: string, person: Person, deps: ProofDeps): Attempt {
  return compiled({ dimensions: [{ dimension: field }] }, person, deps);
}

function isRun(attempt: Attempt): attempt is Exclude<Attempt, string> {
  return typeof attempt !== 'string';
}

function misspelt(attempt: Attempt): string | null {
  return isRun(attempt) ? null : attempt.replaceAll('emial', 'email');
}
