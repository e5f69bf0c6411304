import type { Plan, Query } from '#shared/schemas/plan.ts';
import type { BuildContext } from './build-context.ts';
import type { Chunk } from './entity-sense.ts';

/** What may be said of a reading before anybody knows whether it is right; none of it names a model's element. */
export interface ReadingFeatures {
  /** Words that mean nothing here, at most three. */
  readonly unknownWords: number;
  /** Verbs and adjectives passed over, at most three. */
  readonly lightWords: number;
  /** Those of the words that mean nothing that are written as names: most likely values that nobody knows. */
  readonly unknownNames: number;
  /** Nouns in a condition of which nothing was made, at most two. */
  readonly looseNouns: number;
  /** What was taken for granted. */
  readonly assumptions: number;
  /** 1 when nothing is asked for by name, so that the name of the things is shown. */
  readonly shownByName: number;
  /** Words of the closed class, such as "not", "most" and "each", of which nothing was made; at most two. */
  readonly lostCues: number;
  /** Columns that are asked for by name. */
  readonly shownNames: number;
  /** Natural logarithm of the columns of the model: the more there are, the more could have been meant. */
  readonly modelSize: number;
  /** Relationships that are followed. */
  readonly joins: number;
  /** 1 for figures over all rows, without groups. */
  readonly figureOnly: number;
  /** 1 for a superlative that counts: "the most orders". */
  readonly ranksByCount: number;
  /** Stretches of the question, in tens. */
  readonly words: number;
}

/** Tables that are joined to the one whose rows are read. */
function joinedTables({ listing, dimensions }: Query): number {
  return new Set([...(listing?.columns ?? []), ...dimensions].flatMap(({ via }) => via)).size;
}

function one(condition: boolean): number {
  return condition ? 1 : 0;
}

function isWrittenAsName({ heard, start }: Chunk): boolean {
  return start > 0 && /^\p{Lu}/u.test(heard);
}

function wordFeatures({ sketch, scope }: BuildContext) {
  return {
    lostCues: Math.min(2, sketch.lostCues),
    unknownWords: Math.min(3, sketch.unknown.length),
    lightWords: Math.min(3, sketch.lightWords),
    unknownNames: Math.min(3, sketch.unknown.filter(isWrittenAsName).length),
    looseNouns: Math.min(2, sketch.loose.length),
    assumptions: scope.assumptions.length,
    words: sketch.length / 10,
  };
}

export function readingFeatures(plan: Plan, context: BuildContext): ReadingFeatures {
  const { shown, groups, figures, ranking } = context.sketch;
  return {
    ...wordFeatures(context),
    shownByName: one(shown.length + groups.length + figures.length === 0),
    shownNames: shown.length,
    modelSize: Math.log(context.index.elements.size),
    ranksByCount: one(ranking?.by.function === 'count'),
    joins: joinedTables(plan),
    figureOnly: one(plan.metrics.length > 0 && plan.dimensions.length === 0),
  };
}
