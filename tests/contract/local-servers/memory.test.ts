import { afterEach, expect, it } from 'vitest';
import { createMessageLoad, createWriteLoad, type Load } from '#tests/support/local-load.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';

/** More than the 10,000 replaced documents that Firestore keeps for reads in the past. */
const WARM_UP = 12_000;
const ITEMS = 12_000;
/** An item is 1 KB: one in ten that stayed would show. */
const MAX_BYTES_AN_ITEM = 100;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it.each<['pubsub' | 'firestore', string, (address: string) => Load | Promise<Load>]>([
  ['pubsub', 'messages', createMessageLoad],
  ['firestore', 'writes', createWriteLoad],
])('%s keeps nothing of the %s that it is through with', { timeout: 60_000 }, async (name, what, createLoad) => {
  const server: ServerProcess = await startServerProcess(name);
  closers.push(() => server.stop());
  const load = await createLoad(server.address);
  closers.push(() => load.close());
  await load.run(WARM_UP);
  const before = await server.memory();

  await load.run(ITEMS);
  const after = await server.memory();

  const growth = (after.liveBytes - before.liveBytes) / ITEMS;
  process.stdout.write(`${name}: ${growth.toFixed(1)} bytes more for each of ${ITEMS} ${what} of 1 KB\n`);
  expect(growth).toBeLessThan(MAX_BYTES_AN_ITEM);
});
