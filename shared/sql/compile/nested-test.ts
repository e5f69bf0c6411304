import type { Comparator, Condition, LeafCondition } from '#shared/schemas/plan-condition.ts';
import { elementInScan, type NestedResult, resolveField, type Scan } from './field.ts';
import { type Path, refusePath } from './find-path.ts';
import { bind, type Fragment, identifier, joinFragments, localName, sql } from './fragment.ts';
import { tableNamed } from './model-index.ts';
import { periodTest } from './period-test.ts';
import { PlanRefusal } from './refusal.ts';
import { TableScope } from './table-scope.ts';

function nestedNamed(nested: ReadonlyMap<string, NestedResult>, name: string): NestedResult {
  const result = nested.get(name.toLowerCase());
  if (result === undefined) throw new PlanRefusal('invalid', `There is no nested query ${name} before this one.`);
  return result;
}

/**
 * Whether a value is among the members of a nested result. Its distinct members are joined, so each row matches at most
 * one; that works in every place where a condition may stand, unlike a subquery.
 */
export function memberTest(
  condition: Extract<LeafCondition, { kind: 'member' }>,
  scan: Scan,
  value: Fragment,
): Fragment {
  const { step, columns } = nestedNamed(scan.nested, condition.of);
  const member = identifier(columns[0] ?? '');
  const source = sql`(SELECT DISTINCT ${member} FROM ${localName(step)})`;
  const because = `distinct values of ${member}`;
  const alias = scan.scope.joinStep(source, `${step}_members`, because, (name) => sql`${value} = ${name}.${member}`);
  return sql`${alias}.${member} IS ${condition.negated ? '' : 'NOT '}NULL`;
}

/** The one figure of a nested result, times a factor. Refused unless the result has exactly one row. */
export function nestedScalar(
  condition: { readonly operator: Comparator; readonly times: number },
  name: string,
  nested: ReadonlyMap<string, NestedResult>,
): Fragment {
  const { step, columns, isOneRow } = nestedNamed(nested, name);
  if (!isOneRow) throw new PlanRefusal('invalid', `${name} has more than one row, so nothing can be compared with it.`);
  const figure = sql`(SELECT ${identifier(columns.at(-1) ?? '')} FROM ${localName(step)})`;
  return condition.times === 1 ? figure : sql`${figure} * ${bind(condition.times)}`;
}

/**
 * The figure of a nested result that a row is compared with: its one row, or the row with the same values of `per`,
 * which is joined. Refused unless the nested query has one row for each combination of them.
 */
export function nestedFigure(condition: Extract<LeafCondition, { kind: 'scalar' }>, scan: Scan): Fragment {
  const { of, per, times, via } = condition;
  if (per.length === 0) return nestedScalar(condition, of, scan.nested);
  const { step, columns, grain } = nestedNamed(scan.nested, of);
  if (grain?.length !== per.length || columns.length === per.length) {
    throw new PlanRefusal('invalid', `${of} is not split by ${per.join(', ')}, so there is no row to compare with.`);
  }
  const because = `one row per ${grain.join(', ')}`;
  const alias = scan.scope.joinStep(sql`${localName(step)}`, step, because, (name) => {
    const pairs = per.map((id, place) => {
      const { value } = resolveField(scan, id, via);
      return sql`(${value} IS NOT DISTINCT FROM ${name}.${identifier(grain[place] ?? '')})`;
    });
    return joinFragments(pairs, ' AND ');
  });
  const figure = sql`${alias}.${identifier(columns.at(-1) ?? '')}`;
  return times === 1 ? figure : sql`${figure} * ${bind(times)}`;
}

type PrintCondition = (condition: Condition, scan: Scan) => Fragment;

/** Whether rows of a finer table exist for the row at hand: its distinct keys are joined. */
export function existsTest(
  condition: Extract<LeafCondition, { kind: 'exists' }>,
  scan: Scan,
  print: PrintCondition,
): Fragment {
  const { scope, builder } = scan;
  const target = scope.pathTo(condition.of);
  if (target === null) {
    return refusePath(scope.index, scope.root.name, condition.of, tableNamed(scope.index, condition.of).label);
  }
  const { step, keys } = addFoundKeys(condition, scan, print);
  const rowAlias = localName(scope.alias(target));
  const because = `distinct ${keys.join(', ')} of ${condition.table}`;
  const found = scope.joinStep(sql`${localName(step)}`, step, because, (name) =>
    joinFragments(
      keys.map((key) => sql`${rowAlias}.${identifier(key)} = ${name}.${identifier(key)}`),
      ' AND ',
    ),
  );
  builder.rule(`Rows of ${condition.table} only decide whether a row counts; they are never joined to its figures.`);
  return sql`${found}.${identifier(keys[0] ?? '')} IS ${condition.negated ? '' : 'NOT '}NULL`;
}

/** Adds a step with the distinct keys of `of` for which `table` has a fitting row. */
function addFoundKeys(
  condition: Extract<LeafCondition, { kind: 'exists' }>,
  scan: Scan,
  print: PrintCondition,
): { readonly step: string; readonly keys: readonly string[] } {
  const { builder, scope, calendar, nested } = scan;
  const { table, of, via, where, period } = condition;
  const inner = new TableScope(scope.index, table, [via], scope.attributes);
  const innerScan: Scan = {
    scope: inner,
    builder,
    calendar,
    nested,
    period,
    timeDimension: inner.root.defaultTimeDimension,
  };
  const path = inner.pathTo(of, via) ?? refusePath(scope.index, table, of, tableNamed(scope.index, of).label);
  const pairs = keyPairs(scan, of, path);
  const left = localName(inner.alias(path.slice(0, -1)));
  const tests = [
    ...(period === null ? [] : [periodTest(innerScan, period, elementInScan(innerScan, period.timeDimension, []))]),
    ...where.map((part) => print(part, innerScan)),
    ...pairs.map((pair) => sql`${left}.${identifier(pair.left)} IS NOT NULL`),
  ];
  const columns = pairs.map((pair) => sql`${left}.${identifier(pair.left)} AS ${identifier(pair.right)}`);
  const step = builder.reserve(`${of}_in_${table}`);
  const keys = pairs.map((pair) => pair.right);
  const body = sql`SELECT DISTINCT ${joinFragments(columns, ', ')}\n${inner.fromClause()}\nWHERE ${joinFragments(tests, '\n  AND ')}`;
  builder.add(step, body, {
    from: [table],
    inputGrain: inner.rowGrain,
    grain: keys,
    joins: inner.joins,
    measures: [],
  });
  return { step, keys };
}

function keyPairs(scan: Scan, of: string, path: Path): readonly { readonly left: string; readonly right: string }[] {
  const last = path.at(-1);
  if (last === undefined) {
    const key = tableNamed(scan.scope.index, of).keys[0];
    if (key === undefined) throw new PlanRefusal('unsupported', `${of} has no key to look for.`);
    return key.columns.map((column) => ({ left: column, right: column }));
  }
  if (last.join.kind !== 'equi') throw new PlanRefusal('unsupported', `${last.name} does not join by equal values.`);
  return last.join.columns;
}
