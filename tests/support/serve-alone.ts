import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';

/** What a process of one server tells the process that started it: first its address, then its memory when asked. */
const SERVERS = { firestore: startFirestoreServer, pubsub: startPubSubServer };

const [name] = process.argv.slice(2);
const start = name === 'firestore' || name === 'pubsub' ? SERVERS[name] : null;
if (start === null) throw new Error('Name a server: firestore or pubsub.');
const { address } = await start();
process.on('message', () => {
  // The first leaves what was young in the moment of asking.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ liveBytes: heapUsed + external, rss });
});
process.on('disconnect', () => process.exit());
process.send?.({ address });
