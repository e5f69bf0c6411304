import type { ConditionInput } from '#shared/schemas/plan-condition.ts';
import { bindMeasure, type BuildContext, isGroupFilter } from './build-context.ts';
import { elementCondition, type ElementCondition } from './build-conditions.ts';
import { placeConditions } from './place-conditions.ts';
import { keyElement } from './lexicon.ts';
import { allOf, viaOf } from './plan-parts.ts';
import type { Filter, Mention } from './sketch.ts';

export interface RowConditions {
  readonly where: ConditionInput | null;
  /** Conditions that no single row can meet: each gives a set of its own, and what is asked for is in all of them. */
  readonly apart: readonly ConditionInput[];
}

/** The rows that are looked at and the tables in which a column that is not named may be. */
interface RowScope {
  readonly context: BuildContext;
  readonly root: string;
  readonly tables: readonly string[];
}

type Tied =
  | { readonly kind: 'elements'; readonly conditions: readonly ElementCondition[] }
  | { readonly kind: 'condition'; readonly condition: ConditionInput };

function isOneValue({ leaf, negated }: ElementCondition): boolean {
  if (negated) return false;
  return (leaf.kind === 'in' && leaf.values.length === 1) || (leaf.kind === 'compare' && leaf.operator === '=');
}

/** Conditions of which no single row can meet two. */
function setApart(conditions: readonly ElementCondition[], isBoth: boolean) {
  const contradicts = (one: ElementCondition, other: ElementCondition) =>
    one !== other && one.element === other.element && (isBoth || (isOneValue(one) && isOneValue(other)));
  const isApart = (one: ElementCondition) => conditions.some((other) => contradicts(one, other));
  return {
    apart: conditions.filter(isApart).map((condition) => ({ ...condition, isApart: true })),
    together: conditions.filter((condition) => !isApart(condition)),
  };
}

function tie(filter: Filter, { context, root, tables }: RowScope): Tied | null {
  if (filter.kind === 'exists') {
    const condition = existence(context, filter.of, root, filter);
    return condition === null ? null : { kind: 'condition', condition };
  }
  if (filter.kind === 'summary') {
    const condition = aboveAverage(filter, { context, root, tables });
    return condition === null ? null : { kind: 'condition', condition };
  }
  const condition = elementCondition(filter, { binder: context.binder, tables });
  return condition === null ? null : { kind: 'elements', conditions: [condition] };
}

/** One condition out of several ties of which any may hold. */
function anyOf(ties: readonly Tied[], { context, root }: RowScope): ConditionInput | null {
  const parts: ConditionInput[] = [];
  for (const one of ties) {
    const placed = one.kind === 'condition' ? [one.condition] : placeConditions(one.conditions, root, context.scope);
    const condition = placed === null ? null : allOf(placed);
    if (condition === null) return null;
    parts.push(condition);
  }
  return { kind: 'or', conditions: parts };
}

/** Filters that "or" joins, together; every other one alone. */
function alternatives(filters: readonly Filter[]): readonly (readonly Filter[])[] {
  const groups: Filter[][] = [];
  for (const filter of filters) {
    const last = groups.at(-1);
    if (last !== undefined && filter.isAlternative === true) last.push(filter);
    else groups.push([filter]);
  }
  return groups;
}

/** All conditions on rows, for the rows of one table; null where one cannot be tied to it. */
export function whereFor(context: BuildContext, root: string, tables: readonly string[]): RowConditions | null {
  const scope = { context, root, tables };
  const found: ElementCondition[] = [];
  const more: ConditionInput[] = [];
  for (const group of alternatives(context.sketch.filters.filter((filter) => !isGroupFilter(filter)))) {
    const ties = group.map((filter) => tie(filter, scope)).filter((one) => one !== null);
    const [first, second] = ties;
    if (first === undefined || ties.length < group.length) return null;
    const whole = second === undefined ? null : anyOf(ties, scope);
    if (second !== undefined && whole === null) return null;
    if (whole !== null) more.push(whole);
    else if (first.kind === 'condition') more.push(first.condition);
    else found.push(...first.conditions);
  }
  const told = more.map((one) =>
    one.kind === 'exists' && one.negated === true ? describeAbsence(one, found, scope) : one,
  );
  return combine(found, told, scope);
}

type Existence = Extract<ConditionInput, { kind: 'exists' }>;

/** "Without orders in May": what is said of the things that must not exist belongs to them. */
function describeAbsence(absence: Existence, found: ElementCondition[], { context, root }: RowScope): Existence {
  const { graph } = context.index;
  const isOfAbsent = ({ element, negated }: ElementCondition) =>
    !negated && graph.wayTo(root, element.table) === null && graph.wayTo(absence.table, element.table) !== null;
  const own = found.filter(isOfAbsent);
  for (const condition of own) found.splice(found.indexOf(condition), 1);
  const where = own.map(({ leaf, element }) => ({ ...leaf, via: viaOf(context.index, absence.table, element.table) }));
  return { ...absence, where };
}

function combine(
  found: readonly ElementCondition[],
  more: readonly ConditionInput[],
  { context, root }: RowScope,
): RowConditions | null {
  const { apart, together } = setApart(found, context.sketch.isBoth);
  const isDirect = apart.every(({ element }) => context.index.graph.wayTo(root, element.table) !== null);
  const placed = placeConditions(isDirect ? together : [...together, ...apart], root, context.scope);
  const sets = isDirect ? placeConditions(apart, root, context.scope) : [];
  if (placed === null || sets === null) return null;
  return { where: allOf([...placed, ...more]), apart: sets };
}

/** Whether the root has rows in a table that leads to it, or a row of one that it leads to. */
export function existence(
  context: BuildContext,
  of: Mention,
  root: string,
  { negated, heard }: { readonly negated: boolean; readonly heard: string },
): ConditionInput | null {
  const { index } = context;
  const table = context.binder.table(of);
  if (table === null || table === root) return null;
  if (index.graph.wayTo(root, table) !== null) {
    const found = index.tables.get(table);
    const key = found === undefined ? null : keyElement(found);
    if (key === null) return null;
    return {
      kind: 'null',
      field: key.id,
      via: viaOf(index, root, table),
      negated: !negated,
      heard,
      method: 'relationship',
    };
  }
  const meeting = index.graph.meetingPoint([root, table], root);
  if (meeting === null) return null;
  return {
    kind: 'exists',
    table: meeting.table,
    of: root,
    via: viaOf(index, meeting.table, root),
    negated,
    heard,
    method: 'relationship',
  };
}

function aboveAverage(
  filter: Extract<Filter, { kind: 'summary' }>,
  { context, root, tables }: RowScope,
): ConditionInput | null {
  const bound = filter.by === null ? null : bindMeasure(context, filter.by, tables[0] ?? root);
  const element = bound?.of ?? null;
  if (bound === null || element === null || element.type !== 'number') return null;
  if (context.index.graph.wayTo(root, element.table) === null) return null;
  const name = `summary_${context.scope.nested.length + 1}`;
  context.scope.nested.push({
    name,
    query: {
      metrics: [
        { kind: 'aggregate', function: filter.function, table: element.table, of: element.id, alias: 'figure' },
      ],
    },
  });
  const { comparator, heard } = filter;
  return {
    kind: 'scalar',
    field: element.id,
    via: viaOf(context.index, root, element.table),
    operator: comparator,
    of: name,
    heard,
    method: 'average',
  };
}
