import type { ReadingFeatures } from './reading-features.ts';

const BIAS = 2.95;

/**
 * What each feature says for a reading, in log-odds of its being right.
 *
 * Fitted by `npm run eval -- calibrate` to 1,543 questions over 35 databases with generated models, each database judged
 * by a fit that had not seen it; docs/planner.md has the figures.
 */
const WEIGHTS: Readonly<Record<keyof ReadingFeatures, number>> = {
  unknownWords: -1.09,
  lightWords: -0.43,
  unknownNames: -1.62,
  weakestTie: -1.05,
  looseNouns: -0.92,
  assumptions: -1.77,
  words: -0.63,
  shownByName: -1.23,
  filters: -0.27,
  alternatives: 1.28,
  ranksByCount: 0.52,
  joins: -0.35,
  figureOnly: 0.61,
};

/** Probability, from 0 to 1, that a reading is right: a logistic function of its features. */
export function confidenceOf(features: ReadingFeatures): number {
  const { unknownWords, lightWords, unknownNames, weakestTie, looseNouns, assumptions, words } = features;
  const { shownByName, filters, alternatives, ranksByCount, joins, figureOnly } = features;
  const score =
    BIAS +
    WEIGHTS.unknownWords * unknownWords +
    WEIGHTS.lightWords * lightWords +
    WEIGHTS.unknownNames * unknownNames +
    WEIGHTS.weakestTie * weakestTie +
    WEIGHTS.looseNouns * looseNouns +
    WEIGHTS.assumptions * assumptions +
    WEIGHTS.words * words +
    WEIGHTS.shownByName * shownByName +
    WEIGHTS.filters * filters +
    WEIGHTS.alternatives * alternatives +
    WEIGHTS.ranksByCount * ranksByCount +
    WEIGHTS.joins * joins +
    WEIGHTS.figureOnly * figureOnly;
  return 1 / (1 + Math.exp(-score));
}
