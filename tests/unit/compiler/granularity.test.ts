import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSchema } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { Relationship, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { aggregate, dimension, manyToOne, metric, model, table } from '#tests/differential/model-parts.ts';

/**
 * Snowflake's rule for semantic views ("Querying semantic views", 2026): a dimension may be asked with a metric only if
 * its table is related to the metric's and at equal or lower granularity; several paths need one to be named.
 */
type Verdict = 'compiled' | 'multiplies' | 'unrelated' | 'ambiguous';

interface Edge {
  readonly from: number;
  readonly to: number;
}

const TABLES = 6;

/** Relationships from a later table to an earlier one, so that none leads in a circle; two may join the same tables. */
const edges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: TABLES - 1 }), fc.integer({ min: 0, max: TABLES - 1 }))
    .filter(([left, right]) => left !== right)
    .map(([left, right]): Edge => ({ from: Math.max(left, right), to: Math.min(left, right) })),
  { maxLength: 9 },
);

function relationshipsOf(list: readonly Edge[]): readonly Relationship[] {
  return list.map(({ from, to }, place) =>
    manyToOne(`r${String(place)}`, `t${String(from)}`, `t${String(to)}`, [[`K${String(place)}`, 'ID']]),
  );
}

function modelOf(list: readonly Edge[]): SemanticModel {
  const tables = Array.from({ length: TABLES }, (_, place) => {
    const name = `t${String(place)}`;
    return table(name, ['ID'], {
      dimensions: [dimension(name, 'label')],
      metrics: [metric(name, 'total', aggregate(name, 'sum', 'AMOUNT'))],
    });
  });
  return model(tables, relationshipsOf(list));
}

/** Ways from a table to another along many-to-one relationships, counted by powers of the adjacency matrix. */
function waysBetween(list: readonly Edge[], from: number, to: number): number {
  let reached = new Map([[from, 1]]);
  let ways = from === to ? 1 : 0;
  for (let steps = 0; steps < TABLES; steps += 1) {
    const next = new Map<number, number>();
    for (const edge of list) {
      const count = reached.get(edge.from) ?? 0;
      if (count > 0) next.set(edge.to, (next.get(edge.to) ?? 0) + count);
    }
    ways += next.get(to) ?? 0;
    reached = next;
  }
  return ways;
}

function ruleSays(list: readonly Edge[], metricTable: number, dimensionTable: number): Verdict {
  const ways = waysBetween(list, metricTable, dimensionTable);
  if (ways === 1) return 'compiled';
  if (ways > 1) return 'ambiguous';
  return waysBetween(list, dimensionTable, metricTable) > 0 ? 'multiplies' : 'unrelated';
}

function compilerSays(
  list: readonly Edge[],
  metricTable: number,
  dimensionTable: number,
  via: readonly string[],
): string {
  const plan = planSchema.parse({
    model: 'test',
    metrics: [{ kind: 'metric', metric: `t${String(metricTable)}.total` }],
    dimensions: [{ dimension: `t${String(dimensionTable)}.label`, via }],
  });
  const compiled = compilePlan(plan, modelOf(list));
  return compiled.kind === 'compiled' ? 'compiled' : compiled.reason;
}

const pair = fc.tuple(fc.integer({ min: 0, max: TABLES - 1 }), fc.integer({ min: 0, max: TABLES - 1 }));

describe('a metric by a dimension', () => {
  it('compiles exactly when one way leads to an equal or coarser table, whatever the graph', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(edges, pair, (list, [from, to]) => {
        const verdict = ruleSays(list, from, to);
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);

        expect(compilerSays(list, from, to, [])).toBe(verdict);
      }),
      { numRuns: 1_500 },
    );

    expect([...seen.keys()].sort()).toEqual(['ambiguous', 'compiled', 'multiplies', 'unrelated']);
  });

  it('compiles where several ways are left once a relationship is named that only one of them takes', () => {
    fc.assert(
      fc.property(edges, pair, fc.nat(8), (list, [from, to], named) => {
        const edge = list[named];
        fc.pre(edge !== undefined);
        const through = waysBetween(list, from, edge.from) * waysBetween(list, edge.to, to);
        fc.pre(through > 0);

        const verdict = compilerSays(list, from, to, [`r${String(named)}`]);

        expect(verdict).toBe(through === 1 ? 'compiled' : 'ambiguous');
      }),
      { numRuns: 500 },
    );
  });

  it('says so in the proof: each join is many-to-one by the key of its right side', () => {
    const list = [
      { from: 2, to: 1 },
      { from: 1, to: 0 },
    ];
    const plan = planSchema.parse({
      model: 'test',
      metrics: [{ kind: 'metric', metric: 't2.total' }],
      dimensions: [{ dimension: 't0.label' }],
    });

    const compiled = compilePlan(plan, modelOf(list));

    expect(compiled.kind === 'compiled' && compiled.proof.steps[0]?.joins).toEqual([
      { to: 't1', relationship: 'r0', cardinality: 'many_to_one', because: 'primary key (ID) of t1' },
      { to: 't0', relationship: 'r1', cardinality: 'many_to_one', because: 'primary key (ID) of t0' },
    ]);
  });

  it.each([
    [
      'facts beside metrics',
      {
        listing: { table: 't1', columns: [{ dimension: 't1.label' }] },
        metrics: [{ kind: 'metric', metric: 't1.total' }],
      },
      'invalid',
    ],
    [
      'rows of a table with a column of a finer one',
      { listing: { table: 't0', columns: [{ dimension: 't1.label' }] } },
      'multiplies',
    ],
    [
      'dimensions of two tables that only a fact pairs',
      {
        dimensions: [
          { dimension: 't0.label', alias: 'one' },
          { dimension: 't2.label', alias: 'other' },
        ],
      },
      'unrelated',
    ],
  ])('refuses %s', (_, question, reason) => {
    const list = [{ from: 1, to: 0 }];

    const compiled = compilePlan(planSchema.parse({ model: 'test', ...question }), modelOf(list));

    expect(compiled.kind === 'refused' && compiled.reason).toBe(reason);
  });
});
