import type { PlanInput } from '#shared/schemas/plan.ts';
import { keyBesideName } from '#shared/semantic/member-key.ts';
import type { UnitAverage } from './draft.ts';
import type { Group } from './fill-groups.ts';
import { bareName } from '#shared/schemas/element-id.ts';
import { type Figure } from './fill-metrics.ts';
import type { ModelView } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { ResolvedTime } from './resolve-time.ts';

interface AverageScope {
  readonly figures: readonly Figure[];
  readonly groups: readonly Group[];
  readonly time: ResolvedTime;
  readonly view: ModelView;
  readonly log: ReadingLog;
}

/** What is averaged over, as a plural: the months, the stores. */
function unitWords({ over }: UnitAverage, { grain }: Group): string {
  return grain === null ? over.item.heard.toLowerCase() : grain;
}

function groupOf({ over }: UnitAverage, groups: readonly Group[]): Group | undefined {
  if (over.kind === 'grain') return groups.find(({ isTime, grain }) => isTime && grain === over.grain);
  return groups.find(({ isTime }) => !isTime);
}

/**
 * The summary that an average over units asks for, or null. A rate is no amount that each unit has a share of: the mean
 * of monthly rates would be another figure than the rate.
 */
export function fillAverage(average: UnitAverage | null, scope: AverageScope): PlanInput['summary'] {
  if (average === null) return null;
  const { figures, groups, time, view, log } = scope;
  const group = groupOf(average, groups);
  const rate = figures.find(({ isAdditive, isLevel, counts }) => !isAdditive && !isLevel && counts === null);
  if (group === undefined || rate !== undefined) {
    const reason = `${rate?.label ?? 'The figure'} is no amount that can be averaged over ${average.over.item.heard}.`;
    return log.object({ kind: 'unsupported', words: [average.over.item.heard], reason });
  }
  const unit = unitWords(average, group);
  const labels = figures.map(({ label }) => label.toLowerCase()).join(' or ');
  log.assume(`The ${average.function} is taken over each ${unit} with any ${labels}; others are left out.`);
  if (group.isTime && time.period?.complete === false) log.assume(`The last ${unit} may not be over yet.`);
  const key = keyBesideName(group.use.dimension, view.model);
  return { function: average.function, over: [group.alias, ...(key === null ? [] : [bareName(key)])] };
}
