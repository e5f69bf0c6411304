import { parentPort } from 'node:worker_threads';

/** Processor time of this thread so far, milliseconds. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Stands in for the guard's worker with a parser that fails as a text says. */
parentPort?.on('message', ({ kind, id, text }: { kind: string; id: number; text: string }) => {
  if (kind !== 'judge') return;
  if (text === 'crash') throw new Error('memory access out of bounds');
  if (text === 'exit') process.exit(1);
  // As on a machine that has no time for this thread: the clock goes on and no work is done.
  if (text === 'wait') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  const enoughMs = usedMs() + Number(/^work (\d+)$/.exec(text)?.[1] ?? 0);
  while (usedMs() < enoughMs);
  const isHanging = text === 'hang';
  // oxlint-disable-next-line no-unmodified-loop-condition -- hanging is the point
  while (isHanging);
  const verdict = { allowed: true, statement: text, binds: [] };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ kind: 'judged', id, verdict, usedMs: usedMs() });
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage({ kind: 'ready', usedMs: usedMs() });
