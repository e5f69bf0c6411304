import { existence, whereFor } from './build-where.ts';
import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import {
  type BuildContext,
  bindMeasure,
  directionOf,
  displayElements,
  isGroupFilter,
  MOST_COLUMNS,
  rowElements,
  shownElements,
} from './build-context.ts';
import type { Element } from './entity-index.ts';
import type { Direction } from './entity-sense.ts';
import { elementsIn } from './lexicon.ts';
import { allOf, ColumnList, type OrderInput } from './plan-parts.ts';
import { type Filter, isPlainTop, type Mention, type Ordering, type Ranking, type Sketch } from './sketch.ts';

/** "The title and price of each book": the books need no column of their own. */
function ownsAll({ senses }: Mention, shown: readonly Element[]): boolean {
  return shown.every(({ table }) => senses.some((sense) => sense.kind === 'table' && sense.table === table));
}

function askedElements(context: BuildContext): readonly Element[] {
  const { sketch, index } = context;
  const [table] = sketch.tables;
  if (sketch.wantsAllColumns) {
    const found = index.tables.get(table === undefined ? context.binder.focus : (context.binder.table(table) ?? ''));
    return found === undefined ? [] : elementsIn(found, (element) => index.isVisible(element)).slice(0, MOST_COLUMNS);
  }
  const shown = sketch.shown.flatMap((mention) => shownElements(context, mention));
  const groups = sketch.groups.filter((mention) => shown.length === 0 || !ownsAll(mention, shown));
  const named = [...groups.flatMap((mention) => shownElements(context, mention)), ...shown];
  if (named.length > 0) return named;
  return table === undefined ? filteredElements(context) : thingsOf(context, table);
}

/** "Show all visits": their rows; "the different visits" are told apart by what shows them. */
function thingsOf(context: BuildContext, mention: Mention): readonly Element[] {
  const { sketch } = context;
  const isPlain =
    sketch.figures.length === 0 && !sketch.isDistinct && !sketch.isBoth && !sketch.filters.some(isGroupFilter);
  if (!isPlain || sketch.ranking !== null) return shownElements(context, mention);
  const sense = context.binder.any(mention);
  return sense?.kind === 'table' ? rowElements(context, sense.table) : shownElements(context, mention);
}

function conditionSubject(filter: Filter): Mention | null {
  if (filter.kind === 'text') return filter.of;
  return filter.kind === 'compare' && filter.by !== null ? filter.by.of : null;
}

/** "Which names contain …": where nothing else is asked for, what the condition is about is. */
function filteredElements(context: BuildContext): readonly Element[] {
  const { filters, ranking } = context.sketch;
  const [subject] = filters.flatMap((filter) => conditionSubject(filter) ?? []);
  const found = subject === undefined ? [] : shownElements(context, subject);
  const ranked = ranking === null || ranking.by.of === null ? [] : shownElements(context, ranking.by.of);
  const table = [...found, ...ranked][0]?.table ?? context.binder.focus;
  const own = displayElements(context, table).filter((element) => !found.includes(element));
  return [...found, ...own.slice(0, 2)];
}

interface Measured {
  readonly element: Element;
  readonly order: OrderInput['direction'];
  readonly limit: number | null;
}

function rankedBy(context: BuildContext, ranking: Ranking, root: string): Measured | null {
  const bound = bindMeasure(context, ranking.by, root);
  if (bound === null || bound.of === null || bound.function !== null) return null;
  const order = directionOf(null, ranking.up ? 'descending' : 'ascending', bound.isReversed);
  return { element: bound.of, order, limit: ranking.count ?? 1 };
}

/** "Top 3 … by price" takes the largest unless it says otherwise; without a rank the smallest come first. */
function usualOrder({ ranking }: Sketch, direction: Direction | null) {
  if (ranking === null || !isPlainTop(ranking)) return { fallback: 'ascending', limit: null } as const;
  const isDescending = ranking.up && direction === null;
  return { fallback: isDescending ? 'descending' : 'ascending', limit: ranking.count } as const;
}

function orderedBy(context: BuildContext, { by, direction }: Ordering, first: Element | undefined): Measured | null {
  const { fallback, limit } = usualOrder(context.sketch, direction);
  if (by === null) return first === undefined ? null : { element: first, order: direction ?? fallback, limit };
  const bound = bindMeasure(context, by, first?.table ?? context.binder.focus);
  if (bound === null || bound.of === null || bound.function !== null) return null;
  return { element: bound.of, order: directionOf(direction, fallback, bound.isReversed), limit };
}

/** What the rows are ordered by: the superlative before what is said of the order. Null where it cannot be tied. */
function measuredBy(context: BuildContext, asked: readonly Element[], root: string): readonly Measured[] | null {
  const { ranking, orderings } = context.sketch;
  const ranked = ranking === null || isPlainTop(ranking) ? [] : [rankedBy(context, ranking, root)];
  const found = [...ranked, ...orderings.map((ordering) => orderedBy(context, ordering, asked[0]))];
  const tied = found.filter((one) => one !== null);
  return tied.length < found.length ? null : tied;
}

/** The table whose rows are listed: the one that leads to all that is shown and ordered by. */
function rootOf(context: BuildContext, elements: readonly Element[], owners: readonly string[] = []): string | null {
  const tables = [...new Set([...elements.map(({ table }) => table), ...owners])];
  const [only] = tables;
  if (only === undefined) return null;
  return tables.length === 1 ? only : (context.index.graph.meetingPoint(tables, null)?.table ?? null);
}

/** "Names of employees" that are kept with all people: the rows are those of the employees. */
function ownersOf({ index, sketch }: BuildContext, focus: string): readonly string[] {
  const [first] = sketch.shown;
  const [owner, second] = first?.owners ?? [];
  if (owner === undefined || second !== undefined) return [];
  return index.graph.wayTo(owner, focus)?.length === 1 ? [owner] : [];
}

/** Tables that are named and play no other part: their rows must exist. */
export function looseTables(context: BuildContext, root: string, used: ReadonlySet<string>) {
  const conditions = [];
  for (const mention of context.sketch.tables) {
    const table = context.binder.table(mention);
    if (table === null || used.has(table)) continue;
    const condition = existence(context, mention, root, { negated: false, heard: mention.heard });
    if (condition === null) return null;
    if (condition.kind !== 'null') conditions.push(condition);
    context.scope.assumptions.push(`Only those with ${mention.heard} are shown.`);
  }
  return conditions;
}

/** Tables that a filter is about. */
function filterTables(filter: Filter): readonly string[] {
  if (filter.kind === 'values') return filter.values.flatMap(({ senses }) => senses.map(({ table }) => table));
  const subject = filter.kind === 'exists' ? filter.of : conditionSubject(filter);
  return subject === null ? [] : subject.senses.map(({ table }) => table);
}

/** A table with those on the way to it. */
function withWay({ index }: BuildContext, root: string, table: string): readonly string[] {
  const meeting = index.graph.meetingPoint([root, table], root);
  const way = index.graph.wayTo(root, table) ?? [];
  return [table, ...way.map(({ rightTable }) => rightTable), ...(meeting === null ? [] : [meeting.table])];
}

/** Tables that already play a part: shown, owning what is shown, or named by a condition. */
export function tablesUsed(context: BuildContext, elements: readonly Element[], root: string): ReadonlySet<string> {
  const { index, sketch } = context;
  const owners = [...sketch.shown, ...sketch.groups].flatMap((mention) => mention.owners);
  const filtered = [...new Set(sketch.filters.flatMap(filterTables))];
  return new Set([
    root,
    ...elements.map(({ table }) => table),
    ...owners.filter((table) => index.graph.wayTo(root, table) !== null),
    ...filtered.flatMap((table) => withWay(context, root, table)),
  ]);
}

type ListingPlan = Omit<PlanInput, 'model'> & { readonly listing: NonNullable<PlanInput['listing']> };

/** "The most expensive product of each category": the best rows of each group. */
function latestOf(context: BuildContext, measured: readonly Measured[]) {
  const { groups, ranking } = context.sketch;
  const [by] = measured;
  if (groups.length === 0 || ranking === null || by === undefined) return null;
  const per = groups.flatMap((mention) =>
    shownElements(context, mention)
      .slice(0, 1)
      .map(({ id }) => id),
  );
  if (per.length === 0) return null;
  return {
    per,
    by: by.element.id,
    direction: by.order === 'descending' ? ('latest' as const) : ('first' as const),
    count: ranking.count ?? 1,
  };
}

/** "Cities with both a shop and a school": what is in the result of each condition. */
function intersection(
  plan: ListingPlan,
  where: readonly ConditionInput[],
  apart: readonly ConditionInput[],
): ListingPlan {
  const listing = { ...plan.listing, distinct: true };
  const [first, ...others] = apart.map((condition) => allOf([...where, condition]));
  const nested = others.map((condition, index) => ({
    name: `also_${index + 1}`,
    query: { listing, where: condition },
  }));
  return {
    ...plan,
    listing,
    where: first ?? null,
    nested: [...(plan.nested ?? []), ...nested],
    combine: { operation: 'intersect', with: nested.map(({ name }) => name) },
  };
}

/** "Cities without a shop in …": the cities of all shops but those of the shops named. */
function isDifference({ sketch, binder }: BuildContext, asked: readonly Element[], root: string): boolean {
  const isOfRoot = asked.every(({ table }) => table === root);
  return (
    isOfRoot &&
    sketch.filters.some((one) => one.kind === 'values' && one.things !== null && binder.table(one.things) === root)
  );
}

function affirm(condition: ConditionInput): ConditionInput {
  return 'negated' in condition && condition.negated === true ? { ...condition, negated: false } : condition;
}

function difference(plan: ListingPlan, where: readonly ConditionInput[]): ListingPlan {
  const listing = { ...plan.listing, distinct: true };
  const query = { listing, where: allOf(where.map(affirm)) };
  return {
    ...plan,
    listing,
    where: null,
    nested: [...(plan.nested ?? []), { name: 'left_out', query }],
    combine: { operation: 'except', with: ['left_out'] },
  };
}

interface Listed {
  readonly asked: readonly Element[];
  readonly measured: readonly Measured[];
  /** Table whose rows are listed. */
  readonly root: string;
  /** Table of what is shown. */
  readonly focus: string;
}

function listedOf(context: BuildContext): Listed | null {
  const asked = askedElements(context);
  const focus = rootOf(context, asked);
  const measured = focus === null ? null : measuredBy(context, asked, focus);
  if (focus === null || measured === null) return null;
  const root = rootOf(context, [...asked, ...measured.map(({ element }) => element)], ownersOf(context, focus));
  return root === null ? null : { asked, measured, root, focus };
}

function conditionsFor(context: BuildContext, { asked, measured, root, focus }: Listed) {
  const rows = whereFor(context, root, [...new Set([focus, root, ...asked.map(({ table }) => table)])]);
  const shown = [...asked, ...measured.map(({ element }) => element)];
  const loose = looseTables(context, root, tablesUsed(context, shown, root));
  if (rows === null || loose === null) return null;
  return { where: [...(rows.where === null ? [] : [rows.where]), ...loose], apart: rows.apart };
}

/** A plan that shows rows as they are. Null where the question cannot be tied to the model that way. */
export function buildListing(context: BuildContext): Omit<PlanInput, 'model'> | null {
  const listed = listedOf(context);
  const rows = listed === null ? null : conditionsFor(context, listed);
  if (listed === null || rows === null) return null;
  const { asked, measured, root } = listed;
  const columns = new ColumnList(context.index, root);
  for (const element of asked) columns.add(element);
  const order = measured.map(({ element, order: direction }): OrderInput => ({ by: columns.add(element), direction }));
  const latest = latestOf(context, measured);
  const listing = {
    table: root,
    columns: columns.uses,
    distinct: context.sketch.isDistinct || asksForKinds(context),
    latest,
  };
  const plan = {
    listing,
    order,
    limit: latest === null ? limitOf(context, measured) : null,
    nested: context.scope.nested,
  };
  if (rows.apart.length > 0) return intersection(plan, rows.where, rows.apart);
  return isDifference(context, asked, root) ? difference(plan, rows.where) : { ...plan, where: allOf(rows.where) };
}

/** "Show all card types": who asks for kinds wants each once. */
function asksForKinds({ sketch }: BuildContext): boolean {
  const [only, second] = sketch.shown;
  if (only === undefined || second !== undefined || sketch.ranking !== null || sketch.groups.length > 0) return false;
  return /(?:types|kinds|categories|type codes)$/i.test(only.heard);
}

function limitOf({ sketch }: BuildContext, measured: readonly Measured[]): number | null {
  return measured.find((one) => one.limit !== null)?.limit ?? sketch.ranking?.count ?? null;
}

/** Elements that show the thing that a question ranks or filters by its figures. */
export function thingElements(context: BuildContext): readonly Element[] {
  const asked = askedElements(context);
  return asked.length > 0 ? asked : displayElements(context, context.binder.focus);
}
