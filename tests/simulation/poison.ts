import { z } from 'zod';
import { EDGES, topicOf } from '#shared/schemas/edges.ts';
import type { Random } from '#tests/differential/random.ts';
import type { FaultPlan } from './faults.ts';
import type { SimulatedPubSub } from './simulated-pubsub.ts';
import type { SimulatedDatabase } from './simulated-store.ts';

const handoffSchema = z.looseObject({ brief: z.record(z.string(), z.unknown()) });

/** Publishes a message that must never be worked on: garbage, too much, a version that nobody reads, or a real handoff that was changed. */
export function publishPoison({
  pubsub,
  random,
  database,
  faults,
}: {
  readonly pubsub: SimulatedPubSub;
  readonly random: Random;
  readonly database: SimulatedDatabase;
  readonly faults: FaultPlan;
}): void {
  const real = [...database.documents].filter(([path]) => path.includes('/handoffs/')).map(([, data]) => data);
  const stolen = real.length === 0 ? null : random.pick(real);
  const edge = EDGES.find(({ kind, to }) => kind === stolen?.['kind'] && to === stolen['to']) ?? random.pick(EDGES);
  const json = random.pick([
    () => 'not json at all',
    () => '{"version":1}',
    () => JSON.stringify({ filler: 'x'.repeat(300_000) }),
    () => changed(stolen?.['json'], {}),
    () => changed(stolen?.['json'], { version: 99 }),
  ])();
  faults.count('poison');
  pubsub.publish(topicOf(edge), { json, attributes: {} });
}

function changed(json: unknown, fields: Readonly<Record<string, unknown>>): string {
  if (typeof json !== 'string') return 'null';
  const handoff = handoffSchema.parse(JSON.parse(json));
  const brief = { ...handoff.brief, question: 'revenue in 2020', tool: 'run_query' };
  return JSON.stringify({ ...handoff, brief, ...fields });
}
