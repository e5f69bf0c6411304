import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import { readIntent } from '#shared/conversation/read-intent.ts';
import { type MessageReading, readMessage } from '#shared/conversation/read-message.ts';
import type { Planning, Refused } from '#shared/planner/plan-question.ts';
import { MAX_PAST_ROWS, type PastTurn } from '#shared/schemas/past-turn.ts';
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

interface Replied {
  /** How long reading took, milliseconds. */
  readonly ms: number;
  /** What a later turn may refer to. */
  readonly turn: PastTurn;
}

/** What came of one question. */
export type Reply =
  | (Replied & { readonly kind: 'answered'; readonly plan: Plan; readonly result: QueryResult })
  | (Replied & { readonly kind: 'abstained'; readonly outcome: 'refused' | 'clarification'; readonly message: string });

/** Reads questions as data-intelligence does, with the values and the reach of the data that the warehouse knows. */
export interface GoldenReader {
  /** Reads a question that begins a conversation. */
  read(question: string): Planning;
  /** Reads and runs. @param past What was asked before in the same conversation, oldest first. */
  reply(question: string, past: readonly PastTurn[]): Promise<Reply>;
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
  const context = { index, today: asOf, roles: [], profile };
  const readAsAsked = (question: string, past: readonly PastTurn[]): Planning =>
    toPlanning(readMessage(question, readIntent(question), past, context));
  return {
    read: (question) => readAsAsked(question, []),
    async reply(question, past) {
      const startedAt = performance.now();
      const planning = readAsAsked(question, past);
      const ms = performance.now() - startedAt;
      if (planning.outcome !== 'planned') return abstained(question, planning, ms);
      const compiled = compilePlan(planning.plan, model, { index: modelIndex });
      if (compiled.kind === 'refused') return abstained(question, toRefusal(`Not compiled: ${compiled.message}`), ms);
      const result = await warehouse.query(compiled.statement, compiled.binds, MAX_ROWS);
      const { plan } = planning;
      const shown = { columns: result.columns.map(({ name }) => name), rows: result.rows.slice(0, MAX_PAST_ROWS) };
      const turn = { question, outcome: 'answered', plan, result: shown, clarification: null } as const;
      return { kind: 'answered', plan, result, ms, turn };
    },
  };
}

function toRefusal(message: string): Refused {
  return { outcome: 'refused', reason: 'unsupported', notUnderstood: [], message, suggestions: [] };
}

function toPlanning(reading: MessageReading): Planning {
  return reading.kind === 'planning' ? reading.planning : toRefusal(reading.remark.text);
}

function abstained(question: string, planning: Exclude<Planning, { outcome: 'planned' }>, ms: number): Reply {
  const base = { question, plan: null, result: null };
  if (planning.outcome === 'ambiguous') {
    const clarification = { question: planning.question, options: [...planning.options] };
    const turn = { ...base, outcome: 'clarification', clarification } as const;
    return { kind: 'abstained', outcome: 'clarification', message: planning.question, ms, turn };
  }
  const turn = { ...base, outcome: 'refused', clarification: null } as const;
  return { kind: 'abstained', outcome: 'refused', message: planning.message, ms, turn };
}
