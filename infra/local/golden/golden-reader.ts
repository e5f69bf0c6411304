import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { planQuestion, type Planning } from '#shared/planner/plan-question.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { indexModel } from '#shared/sql/compile/model-index.ts';
import { profileQuery, readProfile } from '#shared/sql/compile/profile-query.ts';
import type { OpenWarehouse } from '../open-warehouse.ts';

const MAX_PROFILE_ROWS = 100_000;
/** An answer is compared whole: more rows than this in a golden question are a mistake in it. */
export const MAX_ROWS = 20_000;

/** What came of one question. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly plan: Plan;
      readonly result: QueryResult;
      readonly assumptions: readonly string[];
      readonly ms: number;
    }
  | {
      readonly kind: 'abstained';
      readonly outcome: 'refused' | 'clarification';
      readonly message: string;
      readonly ms: number;
    };

/** Reads questions as data-intelligence does, with the values and the reach of the data that the warehouse knows. */
export interface GoldenReader {
  /** @param past What was asked before in the same conversation, oldest first. */
  read(question: string, past: readonly Reply[]): Planning;
  /** Reads and runs. */
  reply(question: string, past: readonly Reply[]): Promise<Reply>;
}

/** Prepares the reading of questions over one model; `asOf` is what "today" means. */
export async function createGoldenReader(
  model: SemanticModel,
  warehouse: Pick<OpenWarehouse, 'query'>,
  asOf: string,
): Promise<GoldenReader> {
  const statement = profileQuery(model);
  const rows = statement === null ? [] : (await warehouse.query(statement, [], MAX_PROFILE_ROWS)).rows;
  const profile = readProfile(rows);
  const index = buildPlannerIndex(model, { values: profile.values });
  const modelIndex = indexModel(model);
  const read = (question: string): Planning => planQuestion(question, { index, today: asOf });
  return {
    read,
    async reply(question) {
      const startedAt = performance.now();
      const planning = read(question);
      const ms = performance.now() - startedAt;
      if (planning.outcome === 'ambiguous') {
        return { kind: 'abstained', outcome: 'clarification', message: planning.question, ms };
      }
      if (planning.outcome === 'refused')
        return { kind: 'abstained', outcome: 'refused', message: planning.message, ms };
      const compiled = compilePlan(planning.plan, model, { index: modelIndex });
      if (compiled.kind === 'refused') {
        return { kind: 'abstained', outcome: 'refused', message: `Not compiled: ${compiled.message}`, ms };
      }
      const result = await warehouse.query(compiled.statement, compiled.binds, MAX_ROWS);
      return { kind: 'answered', plan: planning.plan, result, assumptions: planning.assumptions, ms };
    },
  };
}
