import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput, QueryInput } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import type { Draft } from './draft.ts';
import type { Group } from './fill-groups.ts';
import { type Figure, figureOf } from './fill-metrics.ts';
import { countOf } from './fill-ranking.ts';
import { wantsShare } from './fill-share.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';

/** How the nested query of the best ones is called in the plan. */
const BEST = 'best';

interface BestOnes {
  /** Holds for rows of the best ones, or of the others where those are left out. */
  readonly condition: ConditionInput;
  readonly nested: NonNullable<PlanInput['nested']>;
  /** True where their share is asked for, so that the whole is needed as well. */
  readonly isPart: boolean;
}

interface BestScope {
  readonly figures: readonly Figure[];
  /** Breakdowns, that of the ranking first. */
  readonly groups: readonly Group[];
  readonly where: ConditionInput | null;
  readonly period: PlanInput['period'];
  readonly topCount: number;
  readonly view: ModelView;
}

function isShareOf(draft: Draft, rankedAt: number, figures: readonly Figure[]): boolean {
  return wantsShare(draft, figures) && draft.share !== null && draft.share.start < rankedAt;
}

/** Whether the ranking only says which rows count: "revenue by month of the top 3 stores", "the share of the top 10". */
function narrowsDown(draft: Draft, { figures, groups }: BestScope): 'part' | 'rows' | null {
  const { ranking, ordering } = draft;
  if (ranking === null || ordering !== null || groups.length === 0) return null;
  if (ranking.isLeftOut) return 'rows';
  if (isShareOf(draft, ranking.start, figures) && groups.length === 1) return 'part';
  return ranking.isScope && groups.length > 1 ? 'rows' : null;
}

/** The best or worst ones as a query of their own, which a condition on single rows refers to. */
export function fillBestOnes(draft: Draft, scope: BestScope, log: ReadingLog): BestOnes | null {
  const kind = narrowsDown(draft, scope);
  const [target] = scope.groups;
  const { ranking } = draft;
  if (kind === null || ranking === null || target === undefined || target.isTime) return null;
  const ranked = figureOf(ranking.metric, scope.figures, scope.view);
  if (ranked === undefined) return null;
  const count = countOf(ranking, scope.topCount, log);
  const field = keyBesideName(target.use.dimension, scope.view.model) ?? target.use.dimension;
  const query: QueryInput = {
    metrics: [ranked.use],
    dimensions: [{ dimension: field }],
    where: scope.where,
    period: scope.period,
    top: { direction: ranking.direction, count, by: ranked.alias },
  };
  const name = target.item?.heard ?? target.alias;
  const which = count === 1 ? `${name} is` : `${String(count)} ${name} are`;
  log.assume(`The ${ranking.direction} ${which} chosen by ${ranked.label.toLowerCase()}.`);
  return {
    condition: { kind: 'member', field, of: BEST, negated: ranking.isLeftOut },
    nested: [{ name: BEST, query }],
    isPart: kind === 'part',
  };
}
