import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { planSchema, type Plan, type PlanInput } from '#shared/schemas/plan.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { indexModel } from '#shared/sql/compile/model-index.ts';
import { percentile, summarize } from './percentile.ts';
import { type WideModel, wideModel } from './wide-model.ts';

const LOADS = 15;
const ROUNDS = 50;
const PERIOD = { from: '2026-01-01', to: '2026-10-01', label: '2026 so far' };

/** One after another: every fact with one of these shapes of question. */
function plansOver({ reached }: WideModel): readonly Plan[] {
  return Array.from({ length: 20 }, (_, fact) => fact).flatMap((fact) => {
    const [first = 0, second = 0] = reached(fact);
    const name = `event_${String(fact)}`;
    const metric = (place: number) => ({ kind: 'metric', metric: `${name}.${name}_total_${String(place)}` }) as const;
    const thing = (number: number, place: number) => {
      const table = `thing_${String(number)}`;
      return { dimension: `${table}.${table}_field_${String(place)}` };
    };
    const month = { dimension: 'metric_time', grain: 'month' } as const;
    const alias = `${name}_total_0`;
    const shapes: readonly Omit<PlanInput, 'model'>[] = [
      { metrics: [metric(0)], period: PERIOD },
      { metrics: [metric(0), metric(7)], dimensions: [thing(first, 3)], period: PERIOD, top: { by: alias, count: 5 } },
      {
        metrics: [metric(0)],
        dimensions: [month, thing(second, 2)],
        period: PERIOD,
        calculations: [
          { kind: 'running-total', of: alias, alias: 'running' },
          { kind: 'share', of: alias, within: ['metric_time_month'], alias: 'share' },
        ],
      },
      {
        metrics: [metric(1), metric(2), metric(3)],
        dimensions: [thing(first, 1)],
        period: PERIOD,
        comparison: { kind: 'other-period', period: { from: '2025-01-01', to: '2025-10-01', label: 'before' } },
        where: { kind: 'in', field: thing(second, 4).dimension, values: ['a', 'b'] },
      },
      {
        metrics: [
          metric(0),
          { kind: 'metric', metric: `event_${String((fact + 1) % 20)}.event_${String((fact + 1) % 20)}_total_0` },
        ],
        dimensions: [month],
        period: PERIOD,
      },
    ];
    return shapes.map((shape) => planSchema.parse({ model: 'wide', ...shape }));
  });
}

interface Timing {
  readonly wall: number;
  /** What the thread itself worked, whatever else the machine did meanwhile. */
  readonly cpu: number;
}

/** Milliseconds that some work takes, over several times: the thread's own clock may tick only every 4 ms. */
function timed(work: () => unknown, times = 1): Timing {
  const [start, before] = [performance.now(), process.threadCpuUsage()];
  for (let done = 0; done < times; done += 1) work();
  const { user, system } = process.threadCpuUsage(before);
  return { wall: (performance.now() - start) / times, cpu: (user + system) / 1_000 / times };
}

function cpuOf(timings: readonly Timing[]): readonly number[] {
  return timings.map(({ cpu }) => cpu);
}

function report(name: string, timings: readonly Timing[], beside: string, others: readonly Timing[]): void {
  const wall = summarize(timings.map((timing) => timing.wall));
  console.log(`${name.padEnd(8)} ${summarize(cpuOf(timings))} ms of the thread (${wall} by the clock)`);
  console.log(`         ${summarize(cpuOf(others))} ms for ${beside} alone`);
}

function repeat(times: number, work: () => unknown): readonly Timing[] {
  return Array.from({ length: times }, () => timed(work));
}

/**
 * How long a large model takes to load and a plan over it to compile; beside them a part of the same work that is not
 * ours. The limits are for the thread's own time, so that they mean the same on a busy machine.
 */
export function benchCompile(): Promise<void> {
  const wide = wideModel();
  const files = { model: 'wide.yaml', sidecar: 'wide.baton.yaml' };
  const readAll = () => parseModel({ model: wide.yaml, sidecar: null, fileNames: files });
  repeat(3, () => indexModel(readAll()));
  const loads = repeat(LOADS, () => indexModel(readAll()));
  const kilobytes = Math.round(wide.yaml.length / 1024);
  console.log(`compile: a model of ${wide.tables} tables and ${wide.fields} fields, ${kilobytes} KB of YAML`);
  report(
    'load',
    loads,
    'reading the YAML',
    repeat(LOADS, () => load(wide.yaml, { schema: FAILSAFE_SCHEMA })),
  );

  const model = readAll();
  const index = indexModel(model);
  const plans = plansOver(wide);
  const results = plans.map((plan) => compilePlan(plan, model, { index }));
  const refused = results.filter(({ kind }) => kind === 'refused').length;
  const each = (work: (plan: Plan) => unknown) => plans.map((plan) => timed(() => work(plan), ROUNDS));
  const compiles = each((plan) => compilePlan(plan, model, { index }));
  report(
    'compile',
    compiles,
    "checking the plan's shape",
    each((plan) => planSchema.parse(plan)),
  );
  console.log(`         each of ${plans.length} plans compiled ${ROUNDS} times, ${refused} refused`);
  const limits = [
    ['load p95', percentile(cpuOf(loads), 0.95), 150],
    ['compile p95', percentile(cpuOf(compiles), 0.95), 3],
  ] as const;
  for (const [name, value, limit] of limits) {
    console.log(`${value <= limit ? 'holds' : 'BROKEN'}: ${name} ${value.toFixed(2)} ms, limit ${limit} ms`);
  }
  return Promise.resolve();
}
