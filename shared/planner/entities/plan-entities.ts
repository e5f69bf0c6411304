import { type Plan, type PlanInput, planSchema } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { Match } from '../reading-log.ts';
import { Binder, chooseFocus, type Tie } from './bind-mentions.ts';
import type { BuildContext } from './build-context.ts';
import { isGroupFilter } from './build-context.ts';
import { buildChosenCount } from './build-chosen-count.ts';
import { buildGrouped } from './build-grouped.ts';
import { buildListing } from './build-listing.ts';
import { doubtsOf, matchesOf, openTies } from './explain-ties.ts';
import type { EntityIndex } from './entity-index.ts';
import { confidenceOf } from './reading-confidence.ts';
import { readingFeatures, type ReadingFeatures } from './reading-features.ts';
import { readChart } from './read-chart.ts';
import { readSketch } from './read-sketch.ts';
import type { Sketch } from './sketch.ts';
import { tagQuestion } from './tag-question.ts';

export interface EntityPlan {
  readonly plan: Plan;
  /** What the words became. */
  readonly matches: readonly Match[];
  /** Words that could have become something else just as well. */
  readonly open: readonly Tie[];
  readonly assumptions: readonly string[];
  readonly confidence: number;
  readonly features: ReadingFeatures;
  /** Every word was understood as it stands, and nothing was assumed. */
  readonly isPlain: boolean;
}

/** Single quotation marks that enclose words become double ones, so that the words can only be a value. */
function markQuotes(text: string): string {
  return text
    .replaceAll(/(^|[\s(,])'([^']+)'(?=$|[\s?.,;:!)])/g, '$1"$2"')
    .replaceAll(/[`´]+([^`´']+)(?:''|[`´'])/g, '"$1"');
}

function wantsFigures({ figures, ranking, filters, orderings }: Sketch): boolean {
  if (figures.length > 0 || filters.some(isGroupFilter)) return true;
  const rankFunction = ranking?.by.function ?? null;
  return rankFunction !== null || orderings.some(({ by }) => by !== null && by.function !== null);
}

/** Least weight of a tie that needs no explanation. */
const PLAIN_WEIGHT = 0.9;

function isPlainReading({ unknown, fuzzyWords, loose, lightWords }: Sketch, { binder, scope }: BuildContext): boolean {
  const { weights, ambiguous } = binder.trace;
  const isWhole = unknown.length + fuzzyWords + loose.length === 0 && lightWords === 0;
  const isSure = ambiguous === 0 && weights.every((weight) => weight >= PLAIN_WEIGHT);
  return isWhole && isSure && scope.assumptions.length === 0;
}

function contextOf(sketch: Sketch, index: EntityIndex, focus: string): BuildContext {
  const binder = new Binder(index, focus, sketch);
  return { sketch, index, binder, scope: { index, nested: [], assumptions: [] } };
}

function build(context: BuildContext): Omit<PlanInput, 'model'> | null {
  if (!wantsFigures(context.sketch)) return buildListing(context);
  return buildChosenCount(context) ?? buildGrouped(context);
}

function attempt(sketch: Sketch, index: EntityIndex, focus: string): EntityPlan | null {
  const plain = contextOf(sketch, index, focus);
  const chart = readChart(plain);
  const context = contextOf(chart ?? sketch, index, focus);
  const input = build(context);
  if (input === null) return null;
  const parsed = planSchema.safeParse({ ...input, model: index.model.name });
  if (!parsed.success) return null;
  const compiled = compilePlan(parsed.data, index.compiling.index.model, index.compiling);
  if (compiled.kind === 'refused') return null;
  const { assumptions } = context.scope;
  const { ties } = context.binder.trace;
  const matches = matchesOf(ties, parsed.data, index);
  const open = openTies(ties, sketch.words.join(' '), index);
  const features = readingFeatures(parsed.data, context);
  const confidence = confidenceOf(features);
  return {
    plan: parsed.data,
    matches,
    open,
    assumptions: [...assumptions, ...doubtsOf(open, matches, index)],
    confidence,
    features,
    isPlain: chart === null && isPlainReading(sketch, context),
  };
}

/** A question of more stretches than this asks for no one thing. */
const MOST_CHUNKS = 120;
/** Nor does one of more UTF-16 units than this. */
const LONGEST_TEXT = 1_500;

/** Reads a question about things and their properties as a plan; null when it cannot. */
export function planEntities(
  text: string,
  index: EntityIndex,
  spellings: ReadonlyMap<string, readonly string[]>,
): EntityPlan | null {
  if (text.length > LONGEST_TEXT) return null;
  const chunks = tagQuestion(markQuotes(text), { index, spellings });
  if (chunks.length > MOST_CHUNKS) return null;
  const sketch = readSketch(chunks);
  if (sketch === null || sketch.hasLostValue) return null;
  for (const focus of chooseFocus(sketch, index)) {
    const found = attempt(sketch, index, focus);
    if (found !== null) return found;
  }
  return null;
}
