import { z } from 'zod';
import type { BreakerMemory } from '#shared/resilience/circuit-breaker.ts';
import type { DocumentStore } from './document-store.ts';

const rememberedSchema = z.looseObject({ stateJson: z.string(), changedAt: z.number() });

const pathOf = (name: string): string => `breakers/${name}`;

/** Remembers circuit breakers in the document store, one document a dependency: all instances see the same. */
export function createBreakerMemory(store: Pick<DocumentStore, 'getAll' | 'transact'>): BreakerMemory {
  return {
    async recall(name) {
      const [data] = await store.getAll([pathOf(name)]);
      const known = rememberedSchema.safeParse(data);
      if (!known.success) return null;
      const { stateJson, changedAt } = known.data;
      const state: unknown = JSON.parse(stateJson);
      return { state, changedAt };
    },
    async remember(name, { state, changedAt }) {
      await store.transact(async (transaction) => {
        const [data] = await transaction.getAll([pathOf(name)]);
        const known = rememberedSchema.safeParse(data);
        // Another instance has seen something later.
        if (known.success && known.data.changedAt > changedAt) return;
        transaction.set(pathOf(name), { stateJson: JSON.stringify(state), changedAt });
      });
    },
  };
}
