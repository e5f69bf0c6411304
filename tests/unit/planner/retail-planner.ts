import { readFileSync } from 'node:fs';
import { planQuestion, type Planned, type Planning } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';

function readText(name: string): string {
  return readFileSync(new URL(`../../../infra/models/${name}`, import.meta.url), 'utf8');
}

/** One of the models that come with the repository. */
export function readModel(name: 'retail' | 'tpch') {
  return parseModel({
    model: readText(`${name}.yaml`),
    sidecar: readText(`${name}.baton.yaml`),
    fileNames: { model: `${name}.yaml`, sidecar: `${name}.baton.yaml` },
  });
}

export const retailModel = readModel('retail');

export const retailIndex = buildPlannerIndex(retailModel, {
  values: [
    { dimension: 'customers.country', values: ['Italy', 'Spain'] },
    { dimension: 'stores.store_country', values: ['Germany', 'France', 'Italy'] },
    { dimension: 'stores.store_city', values: ['Hamburg'] },
    { dimension: 'products.category', values: ['Electronics', 'Home & Garden', 'Toys'] },
    { dimension: 'products.brand', values: ['Northwind', 'Acme'] },
    { dimension: 'products.product_name', values: ['Aurora Lamp 2000', 'Trail Runner'] },
    { dimension: 'returns.reason', values: ['Damaged', 'Wrong size'] },
  ],
});

export const TODAY = '2026-11-15';

export function ask(question: string): Planning {
  return planQuestion(question, { index: retailIndex, today: TODAY, dataThrough: '2026-11-14' });
}

/** The planned outcome; fails with the question and what came instead. */
export function planned(question: string): Planned {
  const outcome = ask(question);
  if (outcome.outcome !== 'planned') throw new Error(`Not planned: ${question}\n${JSON.stringify(outcome)}`);
  return outcome;
}

function writeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.map(writeCondition).join(` ${condition.kind} `);
    case 'in':
      return `${condition.field}${condition.negated ? '!' : ''}=${condition.values.join('|')}`;
    case 'named':
      return `${condition.negated ? '!' : ''}${condition.filter}`;
    default:
      return condition.kind;
  }
}

/** What a plan asks for, in one line: metrics, `by`, `where`, `having`, period, comparison, calculations, top. */
export function summarize({ plan }: Planned): string {
  const metrics = plan.metrics.map((use) =>
    use.kind === 'metric' ? use.metric : `${use.function}(${use.of ?? use.table})`,
  );
  const groups = plan.dimensions.map(({ dimension, grain, system, part }) =>
    [dimension, grain, system === 'calendar' ? null : system, part].filter((text) => text !== null).join(':'),
  );
  const parts = [
    metrics.join(' '),
    groups.length > 0 ? `by ${groups.join(' ')}` : '',
    plan.where === null ? '' : `where ${writeCondition(plan.where)}`,
    plan.having?.kind === 'compare' ? `having ${plan.having.of} ${plan.having.operator} ${plan.having.value}` : '',
    plan.period === null ? '' : `in ${plan.period.from}..${plan.period.to}`,
    plan.comparison === null ? '' : `vs ${plan.comparison.period.from}..${plan.comparison.period.to}`,
    plan.calculations.map((one) => `${one.kind}(${one.of})`).join(' '),
    plan.top === null ? '' : `${plan.top.direction} ${plan.top.count} ${[plan.top.by, ...plan.top.within].join('/')}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
