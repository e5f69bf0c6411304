import type { PlannerIndex } from '#shared/planner/planner-index.ts';
import { phraseKey } from '#shared/planner/question-token.ts';
import type { Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { ModelProfile } from '#shared/sql/compile/profile-query.ts';

/** Most names of one sort that are listed. */
const MOST_NAMES = 12;
const MOST_SAMPLES = 4;

interface Seen {
  readonly visibility: 'public' | 'private';
  readonly visibleTo: readonly string[] | null;
}

function isSeen({ visibility, visibleTo }: Seen, roles: readonly string[]): boolean {
  return visibility === 'public' && (visibleTo === null || visibleTo.some((role) => roles.includes(role)));
}

function metricsOf(model: SemanticModel, roles: readonly string[]): readonly Metric[] {
  const all = [...model.tables.flatMap(({ metrics }) => metrics), ...model.metrics];
  return all.filter((metric) => isSeen(metric, roles));
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names.map((name) => name.charAt(0).toLowerCase() + name.slice(1)))];
  const more = unique.length > MOST_NAMES ? ` and ${String(unique.length - MOST_NAMES)} more` : '';
  return `${unique.slice(0, MOST_NAMES).join(', ')}${more}`;
}

/** What can be asked of a model: its figures, what they can be split by, and how far they reach. */
export function describeCatalogue(
  model: SemanticModel,
  roles: readonly string[],
  profile: ModelProfile | null,
): string {
  const figures = metricsOf(model, roles).map(({ label }) => label);
  // What explains figures comes first: it is what people split by.
  const drivers = new Set(metricsOf(model, roles).flatMap((metric) => metric.drivers));
  const groups = model.tables
    .flatMap(({ dimensions }) => dimensions)
    .filter((dimension) => isSeen(dimension, roles) && dimension.conformsTo === null && !dimension.isFilter)
    .toSorted((left, right) => Number(drivers.has(right.id)) - Number(drivers.has(left.id)))
    .map(({ label }) => label);
  const reach = profile === null ? [] : [describeFreshness(model, profile)];
  return [
    model.description.trim(),
    `Figures: ${listed(figures)}.`,
    `By: ${listed(groups)}, and by day, week, month, quarter and year.`,
    ...reach,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** How far the data of each table with a date of its own reaches. */
export function describeFreshness(model: SemanticModel, { dataThrough }: ModelProfile): string {
  const tables = model.tables.flatMap(({ label, metrics, defaultTimeDimension }) => {
    const reached = dataThrough[defaultTimeDimension ?? ''];
    const isFact = model.relationships.some(({ leftTable }) => metrics.some(({ table }) => table === leftTable));
    return reached === undefined || !isFact ? [] : [`${label} to ${reached}`];
  });
  return tables.length === 0 ? 'How far the data reaches is not known.' : `The data reaches: ${tables.join('; ')}.`;
}

const COMBINING: Readonly<Record<Metric['additivity']['kind'], string>> = {
  additive: '',
  'semi-additive': ' Over time the latest snapshot counts; it is not added up.',
  distinct: ' Each is counted once, so the groups of a breakdown may overlap.',
  ratio: ' For a total it is computed anew from its parts, not averaged.',
  none: ' For a total it is computed anew, not added up.',
};

/** What a figure means, how it is computed and combined, and what else it is called. */
export function describeFigure({ label, description, expr, additivity, synonyms, format }: Metric): string {
  // "Orders … in orders" says nothing.
  const unit = format.unit === null || format.unit === label.toLowerCase() ? '' : ` In ${format.unit}.`;
  const also = synonyms.length === 0 ? '' : ` Also called ${listed(synonyms)}.`;
  const meaning = description === '' ? '' : ` ${description.trim()}`;
  return `${label}:${meaning} Computed as ${expr}.${COMBINING[additivity.kind]}${unit}${also}`;
}

/** What a term of the model means; null when it names nothing that the person who asks may know of. */
export function defineTerm(term: string, { phrases, view }: PlannerIndex): string | null {
  const senses = phrases.get(phraseKey(term)) ?? [];
  const lines = senses.flatMap(({ kind, id }): readonly string[] => {
    if (kind === 'metric') {
      const metric = view.metrics.get(id);
      return metric === undefined ? [] : [describeFigure(metric)];
    }
    const element = kind === 'fact' ? view.facts.get(id) : view.dimensions.get(id);
    if (element === undefined || kind === 'value') return [];
    return [`${element.label}: ${element.description.trim()}`];
  });
  return lines.length === 0 ? null : [...new Set(lines)].join('\n');
}

/** What someone who does not know where to begin can ask. */
export function describeHelp(model: SemanticModel): string {
  const samples = model.sampleQuestions.slice(0, MOST_SAMPLES).map((question) => `“${question}”`);
  return `Ask for a figure in plain words, with a period, a breakdown or a condition, such as ${samples.join(', ')}. Go on with “only Europe”, “by month”, “and last year?”, “go back”. Ask “what data is there?” for all figures, or “what does … mean?” for one of them.`;
}
