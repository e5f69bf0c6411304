import type { Metric } from '#shared/semantic/semantic-model.ts';
import { canReach, type ModelView } from './model-view.ts';
import type { ClarificationOption, Match } from './reading-log.ts';

/** How many questions a refusal offers. */
const SUGGESTIONS = 3;
/** How many options a clarification offers. */
const OPTIONS = 4;
/** Candidates that are tried before giving up: each costs one planning run. */
const MOST_TRIED = 24;

/** Metrics of the tables that have most of them first: that is what a model is about. */
function mainMetrics(view: ModelView): readonly Metric[] {
  const tables = view.model.tables.toSorted((left, right) => right.metrics.length - left.metrics.length);
  const all = [...tables.flatMap(({ metrics }) => metrics), ...view.model.metrics];
  return all.filter(({ visibility }) => visibility === 'public');
}

/** Figures that a question which names none may be about, each with the question that says so; at most four. */
export function offerFigures(
  question: string,
  isRanking: boolean,
  view: ModelView,
  canPlan: (question: string) => boolean,
): readonly ClarificationOption[] {
  const options: ClarificationOption[] = [];
  for (const { label, description } of mainMetrics(view).slice(0, MOST_TRIED)) {
    if (options.length === OPTIONS) break;
    const plain = question.replace(/[?.!\s]+$/, '');
    const complete = isRanking ? `${plain} by ${lowerFirst(label)}` : `${lowerFirst(label)}: ${plain}`;
    if (canPlan(complete)) options.push({ label, detail: description, question: complete });
  }
  return options;
}

/** Names of columns that number rows and tell people nothing. */
const KEY_LIKE = /(?:_key|_id|_number|_no|_code)$/i;

function lowerFirst(label: string): string {
  // "SKU" and "VAT" keep their capitals.
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

function* metricQuestions(id: string, view: ModelView): Generator<string> {
  const metric = view.metrics.get(id);
  if (metric === undefined || metric.visibility === 'private') return;
  const name = lowerFirst(metric.label);
  const dimensions = [...view.dimensions.values()].filter(
    (dimension) => dimension.kind === 'dimension' && canReach(metric.factTables, dimension.id, view),
  );
  const drivers = metric.drivers.flatMap((driver) => view.dimensions.get(driver) ?? []);
  const telling = dimensions.filter((dimension) => dimension.kind === 'dimension' && dimension.isEnum);
  const plain = dimensions.filter(({ name }) => !KEY_LIKE.test(name));
  const [first, second] = [...drivers, ...telling, ...plain];
  if (first !== undefined) yield `${name} by ${lowerFirst(first.label)} this year`;
  yield `${name} last month`;
  yield `${name} by month this year`;
  if (second !== undefined) yield `${name} by ${lowerFirst(second.label)} last quarter`;
}

function* candidates(matches: readonly Match[], view: ModelView): Generator<string> {
  const heard = matches.filter(({ kind }) => kind === 'metric').map(({ became }) => became);
  const metrics = mainMetrics(view);
  const mentioned = metrics.filter(({ label }) => heard.includes(label));
  for (const metric of mentioned) yield* metricQuestions(metric.id, view);
  yield* view.model.sampleQuestions;
  yield* view.model.verifiedQueries.map(({ question }) => question);
  for (const metric of metrics) {
    const [question] = metricQuestions(metric.id, view);
    if (question !== undefined) yield question;
  }
  for (const metric of metrics) yield* metricQuestions(metric.id, view);
}

/**
 * Questions near to what was understood that this model really answers: `canPlan` is asked for each before it is
 * offered. Fewer than three only when the model has no more to offer.
 */
export function suggestQuestions(
  matches: readonly Match[],
  view: ModelView,
  canPlan: (question: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  let tried = 0;
  for (const question of candidates(matches, view)) {
    if (found.length === SUGGESTIONS || tried === MOST_TRIED) break;
    if (found.includes(question)) continue;
    tried += 1;
    if (canPlan(question)) found.push(question);
  }
  return found;
}
