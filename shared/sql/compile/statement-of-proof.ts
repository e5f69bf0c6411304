import type { Cell } from '#shared/schemas/primitives.ts';
import type { StatementProof } from '#shared/schemas/statement-proof.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan, type CompileOptions } from './compile-plan.ts';
import { profileQuery } from './profile-query.ts';

/** The statement that a proof compiles to for one person; null when it compiles to none. */
export function statementOfProof(
  proof: StatementProof,
  model: SemanticModel,
  access: CompileOptions,
): { readonly sql: string; readonly binds: readonly Cell[] } | null {
  if (proof.kind === 'profile') {
    const sql = profileQuery(model);
    return sql === null ? null : { sql, binds: [] };
  }
  const compiled = compilePlan(proof.plan, model, access);
  return compiled.kind === 'compiled' ? { sql: compiled.statement, binds: compiled.binds } : null;
}
