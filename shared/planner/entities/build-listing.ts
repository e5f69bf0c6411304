import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanInput } from '#shared/schemas/plan.ts';
import { askedElements } from './asked-elements.ts';
import { type BuildContext, shownElements } from './build-context.ts';
import { whereFor } from './build-where.ts';
import type { Element } from './entity-index.ts';
import { type Measured, measuredBy } from './measured-rows.ts';
import { allOf, ColumnList, type OrderInput } from './plan-parts.ts';
import { type Listed, rowsOfBest } from './rows-of-best.ts';
import { looseTables, tablesUsed } from './tables-used.ts';

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

/** Columns and order of the rows. */
function rowsOf(context: BuildContext, { asked, root }: Listed, measured: readonly Measured[]) {
  const columns = new ColumnList(context.index, root);
  for (const element of asked) columns.add(element);
  const order = measured.map(({ element, order: direction }): OrderInput => ({ by: columns.add(element), direction }));
  const latest = latestOf(context, measured);
  const distinct = context.sketch.isDistinct || asksForKinds(context);
  return { listing: { table: root, columns: columns.uses, distinct, latest }, order };
}

/** A plan that shows rows as they are. Null where the question cannot be tied to the model that way. */
export function buildListing(context: BuildContext): Omit<PlanInput, 'model'> | null {
  const listed = listedOf(context);
  const rows = listed === null ? null : conditionsFor(context, listed);
  if (listed === null || rows === null) return null;
  const best = rowsOfBest(context, listed);
  const measured = best?.measured ?? listed.measured;
  const { listing, order } = rowsOf(context, listed, measured);
  if (best !== null) {
    const nested = [...context.scope.nested, best.nested];
    return { listing, order, where: allOf([...rows.where, best.condition]), nested };
  }
  const limit = listing.latest === null ? limitOf(context, measured) : null;
  const plan = { listing, order, limit, nested: context.scope.nested };
  if (rows.apart.length > 0) return intersection(plan, rows.where, rows.apart);
  return isDifference(context, listed.asked, listed.root)
    ? difference(plan, rows.where)
    : { ...plan, where: allOf(rows.where) };
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
