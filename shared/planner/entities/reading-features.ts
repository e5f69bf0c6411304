import type { Plan } from '#shared/schemas/plan.ts';
import type { BuildContext } from './build-context.ts';

/** What may be said of a reading before anybody knows whether it is right; none of it names a model's element. */
export interface ReadingFeatures {
  /** Words that mean nothing here, at most three. */
  readonly unknownWords: number;
  /** Verbs and adjectives passed over, at most three. */
  readonly lightWords: number;
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
  /** Natural logarithm of the columns of the model, at most 64: the more there are, the more could have been meant. */
  readonly modelSize: number;
  /** Relationships that what is shown takes. */
  readonly joins: number;
  /** 1 for figures over all rows, without groups. */
  readonly figureOnly: number;
  /** 1 for figures by groups. */
  readonly grouped: number;
  /** 1 when a noun or a value could nearly as well have meant something else. */
  readonly ambiguous: number;
  /** Stretches of the question, in tens. */
  readonly words: number;
}

/** Relationships on the way to what is shown. */
function joinsOf({ listing, dimensions }: Plan): number {
  return new Set([...(listing?.columns ?? []), ...dimensions].flatMap(({ via }) => via)).size;
}

/** No database that the confidence was fitted to has more: beyond it nothing is known. */
const MOST_COLUMNS = 64;

function one(condition: boolean): number {
  return condition ? 1 : 0;
}

function wordFeatures({ sketch, scope }: BuildContext) {
  return {
    lostCues: Math.min(2, sketch.lostCues),
    unknownWords: Math.min(3, sketch.unknown.length),
    lightWords: Math.min(3, sketch.lightWords),
    looseNouns: Math.min(2, sketch.loose.length),
    assumptions: scope.assumptions.length,
    words: sketch.length / 10,
  };
}

export function readingFeatures(plan: Plan, context: BuildContext): ReadingFeatures {
  const { shown, groups, figures } = context.sketch;
  return {
    ...wordFeatures(context),
    shownByName: one(shown.length + groups.length + figures.length === 0),
    shownNames: shown.length,
    modelSize: Math.log(Math.min(MOST_COLUMNS, context.index.elements.size)),
    joins: joinsOf(plan),
    ambiguous: one(context.binder.trace.ambiguous > 0),
    grouped: one(plan.metrics.length > 0 && plan.dimensions.length > 0),
    figureOnly: one(plan.metrics.length > 0 && plan.dimensions.length === 0),
  };
}
