import type { ReadingFeatures } from './reading-features.ts';

const BIAS = 2.57;

/**
 * What each feature says for a reading, in log-odds of its being right.
 *
 * Fitted by `npm run eval -- calibrate` to 1,543 questions over 35 databases with generated models, each database judged
 * by a fit that had not seen it; docs/planner.md has the figures.
 */
const WEIGHTS: Readonly<Record<keyof ReadingFeatures, number>> = {
  unknownWords: -1.03,
  lightWords: -0.41,
  looseTies: -0.25,
  weakestTie: -0.47,
  looseNouns: -0.71,
  assumptions: -1.04,
  shownByName: -0.75,
  ambiguousTies: -0.12,
  filters: -0.16,
  existence: -0.14,
  negated: -0.13,
  joins: -0.39,
  figureOnly: 0.42,
  words: -0.44,
};

/** Probability, from 0 to 1, that a reading is right: a logistic function of its features. */
export function confidenceOf(features: ReadingFeatures): number {
  const { unknownWords, lightWords, looseTies, weakestTie, looseNouns, assumptions, shownByName } = features;
  const { ambiguousTies, filters, existence, negated, joins, figureOnly, words } = features;
  const score =
    BIAS +
    WEIGHTS.unknownWords * unknownWords +
    WEIGHTS.lightWords * lightWords +
    WEIGHTS.looseTies * looseTies +
    WEIGHTS.weakestTie * weakestTie +
    WEIGHTS.looseNouns * looseNouns +
    WEIGHTS.assumptions * assumptions +
    WEIGHTS.shownByName * shownByName +
    WEIGHTS.ambiguousTies * ambiguousTies +
    WEIGHTS.filters * filters +
    WEIGHTS.existence * existence +
    WEIGHTS.negated * negated +
    WEIGHTS.joins * joins +
    WEIGHTS.figureOnly * figureOnly +
    WEIGHTS.words * words;
  return 1 / (1 + Math.exp(-score));
}
