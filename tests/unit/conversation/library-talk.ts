import { readTurn } from '#shared/conversation/read-turn.ts';
import { conjunctsOf } from '#shared/conversation/edit-filters.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { libraryIndex } from '#tests/unit/planner/library-draft.ts';

/** What is read is looked at here, not how sure of it the planner is. */
const SURE_ENOUGH = { leastConfidence: 0.3 };

function bare(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

function said(condition: Condition): string {
  switch (condition.kind) {
    case 'in':
      return `${bare(condition.field)}=${condition.values.join('/')}`;
    case 'compare':
      return `${bare(condition.field)}${condition.operator}${String(condition.value)}`;
    case 'member':
      return `${bare(condition.field)} among ${condition.of}`;
    case 'exists':
      return `with ${condition.table} ${condition.where.map(said).join(' ')}`.trim();
    default:
      return condition.kind;
  }
}

function summarize(plan: Plan): string {
  const figures = plan.metrics.map((use) => (use.kind === 'aggregate' ? `${use.function} ${use.of ?? use.table}` : ''));
  const columns = plan.listing?.columns.map(({ dimension }) => bare(dimension)) ?? [];
  const rows = plan.listing === null ? [] : [`${plan.listing.table}(${columns.join(' ')})`];
  const groups =
    plan.dimensions.length === 0 ? [] : [`by ${plan.dimensions.map((use) => bare(use.dimension)).join(' ')}`];
  const where = conjunctsOf(plan.where).map(said);
  const order = plan.order.map(({ by, direction }) => `${by} ${direction}`);
  const limit = plan.limit === null ? [] : [`first ${plan.limit}`];
  return [...rows, ...figures, ...groups, ...where, ...order, ...limit].join(', ');
}

/** The last of several turns about the library, in one line: its plan, or what was said instead. */
export function lastInLibrary(turns: readonly string[]): string {
  const past: PastTurn[] = [];
  let last = '';
  for (const question of turns) {
    const reading = readTurn(question, past, { index: libraryIndex, today: '2026-06-30', defaults: SURE_ENOUGH });
    const planning = reading.kind === 'planning' ? reading.planning : null;
    const plan = planning?.outcome === 'planned' ? planning.plan : null;
    past.push({ question, outcome: plan === null ? 'refused' : 'answered', plan, result: null, clarification: null });
    last = plan === null ? (planning?.outcome === 'refused' ? planning.message : 'asked back') : summarize(plan);
  }
  return last;
}
