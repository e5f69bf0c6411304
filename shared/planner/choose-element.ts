import type { Dimension, TimeDimension } from '#shared/semantic/semantic-model.ts';
import { sensesOf } from './board.ts';
import type { FilterMention } from './draft.ts';
import { canReach, hasAlike, type ModelView, rootDimension } from './model-view.ts';
import type { ReadingLog } from './reading-log.ts';
import type { Item, MatchMethod } from './sense.ts';

const METHOD_ORDER: readonly MatchMethod[] = ['exact', 'case', 'plural', 'value', 'name', 'synonym', 'fuzzy'];

interface Candidate {
  readonly id: string;
  readonly method: MatchMethod;
}

function bestMatched<One extends Candidate>(candidates: readonly One[]): readonly One[] {
  const best = Math.min(...candidates.map(({ method }) => METHOD_ORDER.indexOf(method)));
  return candidates.filter(({ method }) => METHOD_ORDER.indexOf(method) === best);
}

/** The metric that an item means; asks when two fit equally well. */
export function chooseMetric(item: Item, view: ModelView, log: ReadingLog): string | null {
  const candidates = bestMatched(sensesOf(item, 'metric'));
  const [first, second] = candidates;
  if (first === undefined) return null;
  if (second === undefined) {
    log.match(item, 'metric', view.metrics.get(first.id)?.label ?? first.id, first.method);
    return first.id;
  }
  return log.ask(
    item,
    candidates.map(({ id }) => {
      const metric = view.metrics.get(id);
      return { label: metric?.label ?? id, detail: metric?.description ?? '', words: metric?.label ?? id };
    }),
  );
}

/** Candidates that every figure can be broken down by, each standing for all that conform to it. */
function usable<One extends Candidate>(
  candidates: readonly One[],
  factTables: readonly string[],
  view: ModelView,
): readonly One[] {
  const roots = new Map<string, One>();
  for (const candidate of candidates) {
    const root = rootDimension(candidate.id, view.dimensions);
    const stands = view.dimensions.has(root) ? root : candidate.id;
    if (canReach(factTables, candidate.id, view) && !roots.has(stands)) roots.set(stands, { ...candidate, id: stands });
  }
  return [...roots.values()];
}

function labelOf(id: string, view: ModelView): string {
  return view.dimensions.get(id)?.label ?? id;
}

/** Dimensions that the figures do lead to and whose name ends in the same word: "store region" for "region". */
function nearby(item: Item, figures: Figures, view: ModelView): readonly (Dimension | TimeDimension)[] {
  const word = item.heard.toLowerCase();
  return [...view.dimensions.values()].filter(
    ({ id, label, synonyms }) =>
      [label, ...synonyms].some((name) => name.toLowerCase().endsWith(` ${word}`)) &&
      canReach(figures.factTables, id, view),
  );
}

/** "Stores and their city": where the things have one such property of their own, the word means that. */
function ownProperty(item: Item, { figures, view }: { figures: Figures; view: ModelView }, log: ReadingLog) {
  const near = nearby(item, figures, view);
  const own = near.filter(({ table }) => figures.factTables.every((fact) => fact === table));
  const [only, second] = own.length === 0 ? near : own;
  if (only === undefined || second !== undefined || figures.factTables.length === 0) return null;
  log.match(item, 'dimension', only.label, 'name');
  log.assume(`“${item.heard}” was read as ${only.label}.`);
  return only.id;
}

function objectUnreachable(item: Item, scope: { figures: Figures; view: ModelView }, log: ReadingLog): null {
  const near = nearby(item, scope.figures, scope.view);
  if (near.length > 0) {
    return log.ask(
      item,
      near.map(({ label, description }) => ({ label, detail: description, words: label })),
    );
  }
  const figures = scope.figures.label;
  return log.object({
    kind: 'unsupported',
    words: [item.heard],
    reason: `${figures} cannot be broken down or filtered by “${item.heard}” in this model.`,
  });
}

/** What the figures of a question are computed from. */
export interface Figures {
  readonly factTables: readonly string[];
  /** Names of the figures, for messages. */
  readonly label: string;
}

/** The dimension that an item means; asks when two fit equally well, objects when the figures do not lead to any. */
export function chooseDimension(item: Item, figures: Figures, view: ModelView, log: ReadingLog): string | null {
  const named = [...sensesOf(item, 'dimension'), ...sensesOf(item, 'time')];
  const candidates = bestMatched(usable(named, figures.factTables, view));
  const [first, second] = candidates;
  if (first === undefined) {
    return ownProperty(item, { figures, view }, log) ?? objectUnreachable(item, { figures, view }, log);
  }
  if (second === undefined) {
    log.match(item, 'dimension', labelOf(first.id, view), first.method);
    return first.id;
  }
  return log.ask(
    item,
    candidates.map(({ id }) => ({
      label: labelOf(id, view),
      detail: view.dimensions.get(id)?.description ?? '',
      words: labelOf(id, view),
    })),
  );
}

export interface ChosenValue {
  readonly dimension: string;
  readonly value: string;
  readonly method: MatchMethod;
}

/** Words of the shortest name that a dimension goes by. */
function shortestName(id: string, view: ModelView): number {
  const names = [labelOf(id, view), ...(view.dimensions.get(id)?.synonyms ?? [])];
  return Math.min(...names.map((name) => name.split(' ').length));
}

/** Fewest words in a dimension's names: "Country" before "Store country", when a value is in both. */
function leastQualified<One extends Candidate>(candidates: readonly One[], view: ModelView): readonly One[] {
  const length = ({ id }: Candidate) => shortestName(id, view);
  const shortest = Math.min(...candidates.map(length));
  return candidates.filter((candidate) => length(candidate) === shortest);
}

/** What stands beside a value and says whose it is. */
type Beside = Pick<FilterMention, 'label' | 'owners' | 'isOwnName'>;

/** Those that describe the things named beside the value; all where none could, as for "products in Germany". */
function ownedBy<One extends Candidate>(
  candidates: readonly One[],
  { owners, isOwnName }: Beside,
  view: ModelView,
): readonly One[] {
  const owned = candidates.filter(({ id }) => hasTable(owners, view.dimensions.get(id)?.table ?? '', view));
  if (owned.length > 0 || owners.length === 0) return owned.length > 0 ? owned : candidates;
  // Where the things have such a property of their own, the value is none of it.
  return isOwnName || candidates.some(({ id }) => hasAlike(owners, id, view)) ? [] : candidates;
}

function hasTable(owners: readonly string[], table: string, view: ModelView): boolean {
  return owners.some((owner) => view.reaches.get(owner)?.has(table) === true);
}

function labelledValues(item: Item, label: Item | null) {
  const labelled = new Set([
    ...sensesOf(label ?? undefined, 'dimension').map((sense) => sense.id),
    ...sensesOf(label ?? undefined, 'label').flatMap((sense) => sense.ids),
  ]);
  return sensesOf(item, 'value').filter((sense) => label === null || labelled.has(sense.id));
}

/** Of one value in several levels of one drill path the coarsest: the country Singapore holds the city. */
function coarsest<One extends Candidate>(candidates: readonly One[], item: Item, view: ModelView, log: ReadingLog) {
  const path = view.model.hierarchies.find(({ levels }) => candidates.every(({ id }) => levels.includes(id)));
  const [first] = candidates.toSorted((one, other) => levelOf(one, path) - levelOf(other, path));
  if (path === undefined || first === undefined || candidates.length < 2) return candidates;
  log.assume(`“${item.heard}” was read as ${labelOf(first.id, view)}.`);
  return [first];
}

function levelOf({ id }: Candidate, path: ModelView['model']['hierarchies'][number] | undefined): number {
  return path?.levels.indexOf(id) ?? 0;
}

/** The dimension and value that an item means, beside an item that names the dimension or its things, or on its own. */
export function chooseValue(
  item: Item,
  beside: Beside,
  scope: { readonly figures: Figures; readonly view: ModelView },
  log: ReadingLog,
): ChosenValue | null {
  const { figures, view } = scope;
  const all = labelledValues(item, beside.label);
  const reachable = usable(all, figures.factTables, view);
  if (reachable.length === 0) return objectUnreachable(item, { figures, view }, log);
  const usual = leastQualified(bestMatched(reachable), view);
  const owned = ownedBy(reachable, beside, view);
  const candidates = coarsest(leastQualified(bestMatched(owned), view), item, view, log);
  const [first, second] = candidates;
  if (first === undefined) {
    const things = beside.owners.map((table) => view.tables.get(table)?.label.toLowerCase() ?? table).join(' or ');
    return log.object({
      kind: 'unsupported',
      words: [item.heard],
      reason: `No ${things} are known as “${item.heard}”.`,
    });
  }
  if (second === undefined) {
    log.match(item, 'value', `${labelOf(first.id, view)} ${first.value}`, first.method);
    if (!usual.includes(first)) log.assume(`“${item.heard}” was read as ${labelOf(first.id, view)} ${first.value}.`);
    return { dimension: first.id, value: first.value, method: first.method };
  }
  return log.ask(
    item,
    candidates.map(({ id, value }) => ({
      label: `${labelOf(id, view)} ${value}`,
      detail: view.dimensions.get(id)?.description ?? '',
      words: `${labelOf(id, view)} "${value}"`,
    })),
  );
}
