import { Worker } from 'node:worker_threads';
import type { Catalogue } from './catalogue.ts';
import type { GuardReply, GuardRequest } from './guard-worker.ts';
import type { Verdict } from './judge-statement.ts';
import { STATEMENT_LIMITS } from './measure-statement.ts';
import { NO_VALUES, type StatementValues } from './statement-values.ts';

/** Judges statements in threads of its own, so that no text can stop or crash who asks. */
export interface SqlGuard {
  /** Never throws for a text: what crashes the parser or takes it too long is refused. */
  judge(text: string, catalogue: Catalogue, values?: StatementValues): Promise<Verdict>;
  close(): Promise<void>;
}

/**
 * How long one statement may be worked on, milliseconds of its thread's processor time; a usual one takes less than one.
 * With a processor to itself that is as long on the clock.
 */
export const JUDGE_TIMEOUT_MS = 50;

/** How many times its limit a statement may take on the clock, of a machine too busy to let its thread work. */
const MOST_WAITING = 20;

/** Shortest time after which a thread is asked again how much it has worked, milliseconds. */
const ASK_AGAIN_MS = 5;

/** Threads that are ready to take over: two hostile texts in a row leave the third no longer to wait than the first. */
const STANDING_BY = 2;

/** Catalogues that a thread keeps; with one more it begins anew. */
const KEPT_CATALOGUES = 64;

const TOO_LONG: Verdict = { allowed: false, reason: 'Refused: it takes too long to read.' };
const CRASHED: Verdict = { allowed: false, reason: 'Refused: it cannot be read.' };

/** In a bundle the worker lies beside it; in development it is run as it is. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './guard-worker.ts' : './guard-worker.mjs', import.meta.url);
}

/** A statement with what it may read. */
interface Submitted {
  readonly text: string;
  readonly catalogue: Catalogue;
  readonly values: StatementValues;
}

/** One thread with its parser. It judges one statement at a time, and is thrown away when that fails. */
class GuardThread {
  readonly #worker: Worker;
  readonly #known = new Map<Catalogue, number>();
  readonly ready: Promise<void>;
  #settle: ((verdict: Verdict) => void) | null = null;
  /** Processor time that the thread had used when it last replied, milliseconds. */
  #usedMs = 0;
  isBroken = false;

  constructor(code: URL) {
    this.#worker = new Worker(code);
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: GuardReply) => {
        this.#usedMs = reply.usedMs;
        if (reply.kind === 'ready') resolve();
        else this.#end(reply.verdict);
      });
      this.#worker.on('error', (error) => {
        this.isBroken = true;
        reject(error);
        this.#end(CRASHED);
      });
      this.#worker.on('exit', () => {
        this.isBroken = true;
        this.#end(CRASHED);
      });
    });
    // Whoever waits for it is told; nobody may.
    this.ready.catch(() => undefined);
    this.#worker.unref();
  }

  judge({ text, catalogue, values }: Submitted, timeoutMs: number): Promise<Verdict> {
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.isBroken = true;
        this.#end(TOO_LONG);
        void this.close();
      };
      const timers = {
        work: setTimeout(() => void watch(), timeoutMs),
        clock: setTimeout(giveUp, timeoutMs * MOST_WAITING),
      };
      const settle = (verdict: Verdict): void => {
        clearTimeout(timers.work);
        clearTimeout(timers.clock);
        resolve(verdict);
      };
      const watch = async (): Promise<void> => {
        const leftMs = timeoutMs - (await this.#workedMs());
        if (this.#settle !== settle) return;
        if (leftMs <= 0) giveUp();
        else timers.work = setTimeout(() => void watch(), Math.max(leftMs, ASK_AGAIN_MS));
      };
      this.#settle = settle;
      this.#send({ kind: 'judge', id: 0, catalogueId: this.#idOf(catalogue), text, values });
    });
  }

  /** Processor time since the thread's last reply, milliseconds; Node interrupts the thread to ask, whatever it is at. */
  async #workedMs(): Promise<number> {
    try {
      const { user, system } = await this.#worker.cpuUsage();
      return (user + system) / 1_000 - this.#usedMs;
    } catch {
      // It has ended, and whoever waits is told so.
      return 0;
    }
  }

  /** Whether the process must wait for it: only while someone does. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#worker.ref();
    else this.#worker.unref();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #idOf(catalogue: Catalogue): number {
    const known = this.#known.get(catalogue);
    if (known !== undefined) return known;
    if (this.#known.size >= KEPT_CATALOGUES) {
      this.#known.clear();
      this.#send({ kind: 'forget' });
    }
    const catalogueId = this.#known.size;
    this.#known.set(catalogue, catalogueId);
    this.#send({ kind: 'learn', catalogueId, catalogue });
    return catalogueId;
  }

  #send(request: GuardRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(request);
  }

  #end(verdict: Verdict): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(verdict);
  }
}

export interface GuardOptions {
  /** Milliseconds of processor time that one statement may take. */
  readonly timeoutMs?: number;
  /** Where the code of the threads is, for tests of threads that fail. */
  readonly worker?: URL;
}

/**
 * Starts the guard: one thread at work, and others that stand by, so that a broken one is replaced at once.
 *
 * The caller's thread never parses, so no text can block it. Statements are judged in the order in which they came. What
 * counts is the time that the thread worked: on a busy machine time passes without work being done, and a harmless text must not
 * be refused for that.
 */
export function createSqlGuard({ timeoutMs = JUDGE_TIMEOUT_MS, worker = workerUrl() }: GuardOptions = {}): SqlGuard {
  let current = new GuardThread(worker);
  const standby = Array.from({ length: STANDING_BY }, () => new GuardThread(worker));
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function judgeNext(submitted: Submitted): Promise<Verdict> {
    if (isClosed) return CRASHED;
    const thread = current;
    thread.hold(true);
    try {
      await thread.ready;
      return await thread.judge(submitted, timeoutMs);
    } catch {
      return CRASHED;
    } finally {
      thread.hold(false);
      if (thread.isBroken && !isClosed) {
        standby.push(new GuardThread(worker));
        current = standby.shift() ?? thread;
      }
    }
  }

  return {
    judge(text, catalogue, values = NO_VALUES) {
      // Not even copied to the thread.
      if (text.length > STATEMENT_LIMITS.bytes) {
        return Promise.resolve({
          allowed: false,
          reason: `Refused: it is longer than ${STATEMENT_LIMITS.bytes} bytes.`,
        });
      }
      const verdict = last.then(() => judgeNext({ text, catalogue, values }));
      last = verdict;
      return verdict;
    },
    async close() {
      isClosed = true;
      await Promise.all([current, ...standby].map((thread) => thread.close()));
    },
  };
}
