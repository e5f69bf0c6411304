import type { Statement } from './statement.ts';

/**
 * Lets a few statements run at once; the others wait their turn, as in a warehouse.
 *
 * DuckDB works on libuv's four threads. Were all of them taken, the process could neither read a file nor inflate a body, and with
 * client and server in one process not even a cancel would arrive.
 */
export class StatementQueue {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(maxRunning: number) {
    this.#free = maxRunning;
  }

  /** Runs `work` when it is the statement's turn. A statement that is stopped while it waits never runs. */
  async run<T>(statement: Statement, work: () => Promise<T>): Promise<T> {
    await this.#enter(statement);
    try {
      statement.throwIfStopped();
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(statement: Statement): Promise<void> {
    statement.throwIfStopped();
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    statement.onStop(() => this.#callOut(resolve));
    return promise;
  }

  /** Takes a stopped statement out of the line; it gets a place for as long as it needs to say so. */
  #callOut(resolve: () => void): void {
    const index = this.#waiting.indexOf(resolve);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    this.#free -= 1;
    resolve();
  }

  #leave(): void {
    const next = this.#free < 0 ? undefined : this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
