import { parentPort } from 'node:worker_threads';

/** Stands in for the guard's worker with a parser that fails as a text says. */
parentPort?.on('message', ({ kind, id, text }: { kind: string; id: number; text: string }) => {
  if (kind !== 'judge') return;
  if (text === 'crash') throw new Error('memory access out of bounds');
  if (text === 'exit') process.exit(1);
  const isHanging = text === 'hang';
  // oxlint-disable-next-line no-unmodified-loop-condition -- hanging is the point
  while (isHanging);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ kind: 'judged', id, verdict: { allowed: true, statement: text, binds: [] } });
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage({ kind: 'ready' });
