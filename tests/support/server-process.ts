import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const startedSchema = z.tuple([z.object({ address: z.string() })]).rest(z.unknown());
const memorySchema = z.tuple([z.object({ liveBytes: z.number(), rss: z.number() })]).rest(z.unknown());

export interface Memory {
  /** Heap and buffers that are in use after a garbage collection. */
  readonly liveBytes: number;
  /** What the operating system counts for the process. */
  readonly rss: number;
}

/** One of our servers in a process of its own, so that its memory and its time are its own. */
export interface ServerProcess {
  readonly address: string;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

export async function startServerProcess(name: 'firestore' | 'pubsub'): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, 'serve-alone.ts'), [name], { execArgv: ['--expose-gc'] });
  const [{ address }] = startedSchema.parse(await once(child, 'message'));
  return {
    address,
    memory: async () => {
      const answer = once(child, 'message');
      child.send('memory');
      return memorySchema.parse(await answer)[0];
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
