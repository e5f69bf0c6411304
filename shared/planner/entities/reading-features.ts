import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Plan, Query } from '#shared/schemas/plan.ts';
import type { BuildContext } from './build-context.ts';

/** What may be said of a reading before anybody knows whether it is right; none of it names a model's element. */
export interface ReadingFeatures {
  /** Words that mean nothing here, at most three. */
  readonly unknownWords: number;
  /** Verbs and adjectives passed over, at most three. */
  readonly lightWords: number;
  /** How far all ties fall short of a name as written, summed up. */
  readonly looseTies: number;
  /** The same of the weakest tie. */
  readonly weakestTie: number;
  /** Nouns in a condition of which nothing was made, at most two. */
  readonly looseNouns: number;
  /** What was taken for granted. */
  readonly assumptions: number;
  /** 1 when nothing is asked for by name, so that the name of the things is shown. */
  readonly shownByName: number;
  /** Ties with a second one nearly as good, at most three. */
  readonly ambiguousTies: number;
  /** Conditions on rows. */
  readonly filters: number;
  /** Conditions that a row of another table exists or does not. */
  readonly existence: number;
  /** 1 when a condition is negated. */
  readonly negated: number;
  /** Relationships that are followed. */
  readonly joins: number;
  /** 1 for figures over all rows, without groups. */
  readonly figureOnly: number;
  /** Stretches of the question, in tens. */
  readonly words: number;
}

function leaves(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  if (condition.kind === 'and' || condition.kind === 'or') return condition.conditions.flatMap(leaves);
  return condition.kind === 'not' ? leaves(condition.condition) : [condition];
}

function isNegated(condition: Condition): boolean {
  return 'negated' in condition && condition.negated;
}

/** Tables that are joined to the one whose rows are read. */
function joinedTables({ listing, dimensions }: Query): number {
  return new Set([...(listing?.columns ?? []), ...dimensions].flatMap(({ via }) => via)).size;
}

function one(condition: boolean): number {
  return condition ? 1 : 0;
}

function wordFeatures({ sketch, binder, scope }: BuildContext) {
  const { weights, ambiguous } = binder.trace;
  return {
    unknownWords: Math.min(3, sketch.unknown.length),
    lightWords: Math.min(3, sketch.lightWords),
    looseTies: weights.reduce((sum, weight) => sum + 1 - weight, 0),
    weakestTie: 1 - Math.min(1, ...weights),
    looseNouns: Math.min(2, sketch.loose.length),
    assumptions: scope.assumptions.length,
    ambiguousTies: Math.min(3, ambiguous),
    words: sketch.length / 10,
  };
}

export function readingFeatures(plan: Plan, context: BuildContext): ReadingFeatures {
  const { shown, groups, figures } = context.sketch;
  const conditions = leaves(plan.where);
  return {
    ...wordFeatures(context),
    shownByName: one(shown.length + groups.length + figures.length === 0),
    filters: conditions.length,
    existence: conditions.filter(({ kind }) => kind === 'exists').length,
    negated: one(conditions.some(isNegated)),
    joins: joinedTables(plan),
    figureOnly: one(plan.metrics.length > 0 && plan.dimensions.length === 0),
  };
}
