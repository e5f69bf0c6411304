import { planQuestion } from '#shared/planner/plan-question.ts';
import { buildPlannerIndex } from '#shared/planner/planner-index.ts';
import type { Condition, Having, Operand } from '#shared/schemas/plan-condition.ts';
import type { Query } from '#shared/schemas/plan.ts';
import { readModel, retailIndex, TODAY } from './retail-planner.ts';

const tpchIndex = buildPlannerIndex(readModel('tpch'), {
  values: [
    { dimension: 'parts.brand', values: ['Brand#12', 'Brand#13'] },
    { dimension: 'parts.container', values: ['JUMBO BOX', 'SM CASE'] },
  ],
});

function span(from: Operand | null, to: Operand | null): string {
  return `${from ?? ''}..${to ?? ''}`;
}

function bare(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}

function writeExists({ table, where, period, negated }: Extract<Condition, { kind: 'exists' }>): string {
  const inside = [...where.map(writeCondition), ...(period === null ? [] : [span(period.from, period.to)])];
  return `${negated ? 'no ' : ''}${table}${inside.length === 0 ? '' : `(${inside.join(' ')})`}`;
}

function writeCondition(condition: Condition): string {
  const { kind } = condition;
  if ('conditions' in condition) return condition.conditions.map(writeCondition).join(` ${kind} `);
  if ('condition' in condition) return `not(${writeCondition(condition.condition)})`;
  if (condition.kind === 'exists') return writeExists(condition);
  if (condition.kind === 'named') return `${condition.negated ? '!' : ''}${bare(condition.filter)}`;
  return writeField(condition);
}

type OnField = Extract<Condition, { field: string }>;

function writeField(condition: OnField): string {
  const field = bare(condition.field);
  switch (condition.kind) {
    case 'compare':
      return `${field}${condition.operator}${String(condition.value)}`;
    case 'in':
      return `${field}${condition.negated ? '!' : ''}=${condition.values.join('|')}`;
    case 'range':
      return `${field} ${span(condition.from, condition.to)}`;
    case 'text':
      return `${field} ${condition.negated ? '!' : ''}${condition.match} ${condition.value}`;
    case 'null':
      return `${field} is ${condition.negated ? 'not ' : ''}null`;
    case 'member':
      return `${field} ${condition.negated ? 'not ' : ''}in ${condition.of}`;
    case 'part':
      return `${condition.part}=${condition.values.join('|')}`;
    case 'scalar':
      return `${field}${condition.operator}${condition.of}`;
  }
}

function writeHaving(having: Having): string {
  switch (having.kind) {
    case 'and':
    case 'or':
      return having.conditions.map(writeHaving).join(` ${having.kind} `);
    case 'compare':
      return `${having.of}${having.operator}${having.value}`;
    case 'column':
      return `${having.of}${having.operator}${having.other}`;
    default:
      return having.kind;
  }
}

function writeShown({ listing, metrics, dimensions }: Query): string {
  if (listing !== null) {
    const columns = listing.columns.map(({ dimension }) => bare(dimension)).join(' ');
    const { latest } = listing;
    const per =
      latest === null
        ? ''
        : ` ${latest.direction} ${latest.count} ${bare(latest.by)} per ${latest.per.map(bare).join(' ')}`;
    return `${listing.table}${listing.distinct ? ' distinct' : ''}: ${columns}${per}`;
  }
  const figures = metrics.map((use) =>
    use.kind === 'metric' ? bare(use.metric) : `${use.function}(${use.of === null ? use.table : bare(use.of)})`,
  );
  return [
    ...figures,
    ...(dimensions.length === 0 ? [] : ['by', ...dimensions.map(({ dimension }) => bare(dimension))]),
  ].join(' ');
}

function writeQuery(query: Query): string {
  const [first] = query.order;
  const isRanked = query.limit !== null;
  return [
    writeShown(query),
    query.where === null ? '' : `where ${writeCondition(query.where)}`,
    query.having === null ? '' : `having ${writeHaving(query.having)}`,
    query.period === null ? '' : `in ${span(query.period.from, query.period.to)}`,
    isRanked && first !== undefined ? `${first.direction} ${first.by} ${query.limit}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What a question about rows became, in one line; nested queries in front. The outcome where it was not planned. */
export function rowsOf(question: string, model: 'retail' | 'tpch' = 'retail'): string {
  const isRetail = model === 'retail';
  const planning = planQuestion(
    question,
    isRetail
      ? { index: retailIndex, today: TODAY, dataThrough: '2026-11-14' }
      : { index: tpchIndex, today: '1998-08-03' },
  );
  if (planning.outcome !== 'planned') return planning.outcome;
  const { plan } = planning;
  return [...plan.nested.map(({ name, query }) => `${name} = ${writeQuery(query)};`), writeQuery(plan)].join(' ');
}
