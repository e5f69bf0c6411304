import type { Comparator, Having } from '#shared/schemas/plan-condition.ts';
import type { OrderKey } from '#shared/schemas/plan-parts.ts';
import { unknownColumn } from './calculation-sql.ts';
import type { CompiledColumn } from './compiled-plan.ts';
import { bind, type Fragment, identifier, joinFragments, localName, raw, sql } from './fragment.ts';
import { nestedScalar } from './nested-test.ts';
import type { QueryContext } from './query-context.ts';
import { PlanRefusal } from './refusal.ts';
import { asStep, readStep, type Relation, relationText } from './relation.ts';

/** A query's last SELECT. */
export interface FinishedQuery {
  readonly relation: Relation;
  /** With ORDER BY and LIMIT. */
  readonly text: Fragment;
}

/** Applies what is said about the grouped rows: conditions, top, sets, order and limit, in this sequence. */
export function finishQuery(context: QueryContext, relation: Relation): FinishedQuery {
  const kept = combine(context, keepTop(context, keepGroups(context, relation)));
  const { limit } = context.query;
  const best = topByLimit(context.query) ?? limit;
  const rows = best === null || limit === null ? best : Math.min(best, limit);
  const order = orderKeys(context, kept.columns);
  const ordered = order.length === 0 ? raw('') : raw(`\nORDER BY ${order.join(', ')}`);
  const limited = rows === null ? raw('') : raw(`\nLIMIT ${String(rows)}`);
  return { relation: kept, text: sql`${relationText(kept)}${ordered}${limited}` };
}

/** How many rows ORDER BY and LIMIT leave of an overall top; null when there is none, or when other rows join it. */
function topByLimit({ top, combine: set }: QueryContext['query']): number | null {
  return top === null || top.within.length > 0 || set !== null ? null : top.count;
}

function columnNamed(columns: readonly CompiledColumn[], alias: string): CompiledColumn {
  const column = columns.find(({ name }) => name === alias.toUpperCase());
  if (column === undefined) throw unknownColumn(alias);
  return column;
}

function keepGroups(context: QueryContext, relation: Relation): Relation {
  const { having } = context.query;
  if (having === null) return relation;
  const step = asStep(context.builder, relation, 'groups');
  const test = havingText(context, having, step);
  return hasWindow(having) ? { ...step, qualify: test } : { ...step, tests: [test] };
}

function havingText(context: QueryContext, having: Having, step: Relation): Fragment {
  switch (having.kind) {
    case 'and':
    case 'or': {
      const parts = having.conditions.map((part) => havingText(context, part, step));
      return sql`(${joinFragments(parts, having.kind === 'and' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return sql`NOT COALESCE(${havingText(context, having.condition, step)}, FALSE)`;
    default:
      return leafText(context, having, step);
  }
}

type LeafHaving = Extract<Having, { readonly of: string }>;

function leafText(context: QueryContext, having: LeafHaving, step: Relation): Fragment {
  const of = identifier(columnNamed(step.columns, having.of).name);
  switch (having.kind) {
    case 'null':
      return raw(`${of} IS ${having.negated ? 'NOT ' : ''}NULL`);
    case 'compare':
      return orUnknown(having.operator, of, sql`${of} ${having.operator} ${bind(having.value)}`);
    case 'column': {
      const other = identifier(columnNamed(step.columns, having.other).name);
      return sql`${of} ${having.operator} ${other}${factor(having.times)}`;
    }
    case 'scalar':
      return sql`${of} ${having.operator} ${nestedScalar(having, having.query, context.nested)}`;
    case 'summary':
      return summaryText(having, step, of);
  }
}

function summaryText(having: Extract<LeafHaving, { kind: 'summary' }>, step: Relation, of: string): Fragment {
  const name = { mean: 'AVG', median: 'MEDIAN', max: 'MAX', min: 'MIN' }[having.summary];
  const within = having.within.map((alias) => identifier(columnNamed(step.columns, alias).name));
  const summary =
    within.length === 0
      ? sql`(SELECT ${name}(${of}) ${step.from})`
      : sql`${name}(${of}) OVER (PARTITION BY ${within.join(', ')})`;
  return sql`${of} ${having.operator} ${summary}${factor(having.times)}`;
}

/** Whether the condition looks at other rows of the result through a window, which only QUALIFY may do. */
function hasWindow(having: Having): boolean {
  if (having.kind === 'and' || having.kind === 'or') return having.conditions.some(hasWindow);
  if (having.kind === 'not') return hasWindow(having.condition);
  return having.kind === 'summary' && having.within.length > 0;
}

function orUnknown(operator: Comparator, of: string, test: Fragment): Fragment {
  return operator === '<>' ? sql`(${test} OR ${of} IS NULL)` : test;
}

function factor(times: number): Fragment {
  return times === 1 ? raw('') : sql` * ${bind(times)}`;
}

/** The best of each group, or overall when another order is asked for; otherwise ORDER BY and LIMIT do it. */
function keepTop(context: QueryContext, relation: Relation): Relation {
  const { top, order, combine: set } = context.query;
  if (top === null) return relation;
  const by = columnNamed(relation.columns, top.by);
  if (top.within.length === 0 && order.length === 0 && set === null) return relation;
  const isPlain = relation.values.size === 0 && relation.tests.length === 0 && relation.qualify === null;
  const step = isPlain ? relation : asStep(context.builder, relation, 'ranked');
  const within = top.within.map((alias) => identifier(columnNamed(step.columns, alias).name));
  const keys = sortText([topKey(by.name, top.direction), ...tieBreakers(step.columns, [by.name])]);
  const partition = within.length === 0 ? '' : `PARTITION BY ${within.join(', ')} `;
  return {
    ...step,
    qualify: raw(`ROW_NUMBER() OVER (${partition}ORDER BY ${keys.join(', ')}) <= ${String(top.count)}`),
  };
}

function topKey(by: string, direction: 'top' | 'bottom'): OrderKey {
  return { by, direction: direction === 'top' ? 'descending' : 'ascending' };
}

function tieBreakers(columns: readonly CompiledColumn[], used: readonly string[]): readonly OrderKey[] {
  return columns
    .filter(({ role, name }) => role !== 'metric' && !used.includes(name))
    .map(({ name }) => ({ by: name, direction: 'ascending' }));
}

function sortText(keys: readonly OrderKey[]): readonly string[] {
  return keys.map(
    ({ by, direction }) => `${identifier(by.toUpperCase())} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`,
  );
}

/** The plan's order, or the usual one: time forward, otherwise the largest first; always down to a single row. */
function orderKeys({ query }: QueryContext, columns: readonly CompiledColumn[]): readonly string[] {
  if (query.listing !== null && query.order.length === 0 && query.limit === null) return [];
  const asked = query.order.map(({ by, direction }) => ({ by: columnNamed(columns, by).name, direction }));
  const keys = asked.length > 0 ? asked : usualOrder(query, columns);
  return sortText([
    ...keys,
    ...tieBreakers(
      columns,
      keys.map(({ by }) => by),
    ),
  ]);
}

function usualOrder({ top }: QueryContext['query'], columns: readonly CompiledColumn[]): readonly OrderKey[] {
  if (top !== null) {
    const within = top.within.map((alias): OrderKey => ({ by: alias.toUpperCase(), direction: 'ascending' }));
    return [...within, topKey(top.by.toUpperCase(), top.direction)];
  }
  const times = columns.filter(({ meaning }) => meaning.kind === 'time');
  if (times.length > 0) return times.map(({ name }) => ({ by: name, direction: 'ascending' }));
  const metric = columns.find(({ role }) => role === 'metric');
  const isGrouped = columns.some(({ role }) => role === 'dimension');
  return metric === undefined || !isGrouped ? [] : [{ by: metric.name, direction: 'descending' }];
}

const SET_WORDS = { union: 'UNION', intersect: 'INTERSECT', except: 'EXCEPT' } as const;

/** The rows of this result combined with those of nested ones, as sets. */
function combine(context: QueryContext, relation: Relation): Relation {
  const set = context.query.combine;
  if (set === null) return relation;
  const step = asStep(context.builder, relation, 'own_rows');
  const names = step.columns.map(({ name }) => name);
  const others = set.with.map((name) => {
    const other = context.nested.get(name.toLowerCase());
    if (other === undefined) throw new PlanRefusal('invalid', `There is no nested query ${name}.`);
    if (other.columns.length !== names.length) {
      throw new PlanRefusal('invalid', `${name} has other columns, so the results cannot be combined.`);
    }
    return sql`SELECT ${other.columns.map(identifier).join(', ')} FROM ${localName(other.step)}`;
  });
  const own = sql`SELECT ${names.map(identifier).join(', ')} ${step.from}`;
  const body = joinFragments([own, ...others], `\n${SET_WORDS[set.operation]}\n`);
  const name = context.builder.reserve('combined');
  context.builder.add(name, body, {
    ...step.proof,
    inputGrain: 'distinct rows',
    grain: names,
    joins: [],
    measures: [],
  });
  return readStep(name, step.columns, names);
}
