import type { Plan } from '#shared/schemas/plan.ts';
import { evaluate, type Evaluation } from './brute-force.ts';
import type { Database, Row, Value } from './random-database.ts';

/** The evaluation with having and top applied. */
export function expectedRows(plan: Plan, database: Database): Evaluation {
  const evaluation = evaluate(plan, database);
  if (evaluation.refused) return evaluation;
  return { refused: false, rows: keepTop(plan, keepGroups(plan, evaluation.rows)) };
}

function columnOf(plan: Plan, alias: string): string {
  const use = plan.metrics.find((one) => one.kind === 'metric' && one.metric.endsWith(alias));
  return use?.kind === 'metric' ? use.metric : alias;
}

function keepGroups({ having, ...plan }: Plan, rows: readonly Row[]): readonly Row[] {
  if (having === null) return rows;
  if (having.kind !== 'compare') throw new Error(`The evaluator does not know ${having.kind}.`);
  const column = columnOf({ having, ...plan }, having.of);
  return rows.filter((row) => {
    const value = row[column] ?? null;
    if (having.operator === '<>') return value !== having.value;
    if (typeof value !== 'number') return false;
    return having.operator === '>' ? value > having.value : value <= having.value;
  });
}

/** Unknown last, numbers by size, text by code unit. */
function compareValues(left: Value | undefined, right: Value | undefined, sign: number): number {
  const [a, b] = [left ?? null, right ?? null];
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * sign;
}

function keepTop(plan: Plan, rows: readonly Row[]): readonly Row[] {
  const { top, dimensions } = plan;
  if (top === null) return rows;
  const column = columnOf(plan, top.by);
  const sign = top.direction === 'top' ? -1 : 1;
  const sorted = [...rows].sort((left, right) => {
    const first = compareValues(left[column], right[column], sign);
    if (first !== 0) return first;
    for (let place = 0; place < dimensions.length; place += 1) {
      const next = compareValues(left[String(place)], right[String(place)], 1);
      if (next !== 0) return next;
    }
    return 0;
  });
  if (top.within.length === 0) return sorted.slice(0, top.count);
  const groups = Map.groupBy(sorted, (row) => row['0'] ?? null);
  return [...groups.values()].flatMap((group) => group.slice(0, top.count));
}
