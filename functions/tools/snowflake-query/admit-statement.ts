import { isDeepStrictEqual } from 'node:util';
import { AppError } from '#shared/errors/app-error.ts';
import type { CallerAccess } from '#shared/identity/caller-access.ts';
import type { StatementProof } from '#shared/schemas/statement-proof.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { statementOfProof } from '#shared/sql/compile/statement-of-proof.ts';
import { modelCatalogue } from '#shared/sql/guard/model-catalogue.ts';
import { givenValues } from '#shared/sql/guard/statement-values.ts';
import type { SqlGuard } from '#shared/sql/guard/sql-guard.ts';
import type { Statement } from '#shared/warehouse/warehouse.ts';

export interface AdmissionDeps {
  /** Reads the semantic models; called once. */
  readonly models: () => Promise<ReadonlyMap<string, SemanticModel>>;
  /** Judges statements that were not compiled; null unless an operator lets such statements run. */
  readonly guard: SqlGuard | null;
}

/** A statement as it was sent, and what is said to speak for it. */
export interface Submission extends Statement {
  readonly proof: StatementProof | null;
  /** Semantic model that a statement without proof is about. */
  readonly model: string | null;
}

/**
 * The statement to run: one that its proof compiles to for this very person, or one that passes the guard.
 *
 * @throws AppError `forbidden_sql` saying why, `unknown_model`.
 */
export async function admitStatement(
  submission: Submission,
  access: CallerAccess,
  deps: AdmissionDeps,
): Promise<Statement> {
  return submission.proof === null
    ? admitGenerated(submission, access, deps)
    : admitProven(submission, submission.proof, access, deps);
}

async function admitProven(
  { sql, binds }: Submission,
  proof: StatementProof,
  access: CallerAccess,
  deps: AdmissionDeps,
): Promise<Statement> {
  const model = await modelNamed(proof.kind === 'plan' ? proof.plan.model : proof.model, deps);
  const proven = statementOfProof(proof, model, access);
  if (proven === null || proven.sql !== sql || !isDeepStrictEqual([...proven.binds], [...binds])) {
    throw new AppError('forbidden_sql', 'The statement is not what its proof compiles to for this person.');
  }
  return { sql, binds };
}

async function admitGenerated(
  { sql, binds, model: name }: Submission,
  access: CallerAccess,
  deps: AdmissionDeps,
): Promise<Statement> {
  if (deps.guard === null) {
    throw new AppError('forbidden_sql', 'Only statements that were compiled from a plan are run here.');
  }
  if (name === null) {
    throw new AppError('forbidden_sql', 'A statement without proof must name its model.');
  }
  const catalogue = modelCatalogue(await modelNamed(name, deps), access);
  const verdict = await deps.guard.judge(sql, catalogue, givenValues(binds));
  if (!verdict.allowed) throw new AppError('forbidden_sql', verdict.reason);
  return { sql: verdict.statement, binds: verdict.binds };
}

async function modelNamed(name: string, { models }: AdmissionDeps): Promise<SemanticModel> {
  const model = (await models()).get(name);
  if (model === undefined) throw new AppError('unknown_model', `There is no model “${name}” here.`);
  return model;
}
