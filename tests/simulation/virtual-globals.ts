import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from '#tests/differential/random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What `setTimeout` gives back, as far as anyone uses it. */
class VirtualTimer {
  isCleared = false;

  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** Work of the machine, such as a signature, for which the clock stands still. */
function held<Args extends unknown[], T>(time: VirtualTime, work: (...args: Args) => Promise<T>) {
  return (...args: Args): Promise<T> => {
    const release = time.holdWhileComputing();
    return work(...args).finally(release);
  };
}

/**
 * Puts a virtual clock, alarm and dice in place of the global ones while something runs.
 *
 * Our code is given its clock; libraries under it, such as the one that retries calls, ask the machine. Signatures are
 * really made and verified: the clock waits for them.
 */
export async function withVirtualGlobals<T>(time: VirtualTime, random: Random, run: () => Promise<T>): Promise<T> {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const { random: dice } = Math;
  const { subtle } = globalThis.crypto;
  Reflect.set(globalThis, 'setTimeout', (action: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) => {
    const timer = new VirtualTimer();
    // The code goes on as part of what it was part of.
    const bound = AsyncLocalStorage.bind(() => action(...values));
    time.after(ms, () => {
      if (!timer.isCleared) bound();
    });
    return timer;
  });
  Reflect.set(globalThis, 'clearTimeout', (timer: unknown) => {
    if (timer instanceof VirtualTimer) timer.isCleared = true;
  });
  Reflect.set(Date, 'now', () => Math.floor(time.now()));
  Reflect.set(Math, 'random', () => random.next());
  Reflect.set(subtle, 'importKey', held(time, subtle.importKey.bind(subtle)));
  Reflect.set(subtle, 'sign', held(time, subtle.sign.bind(subtle)));
  Reflect.set(subtle, 'verify', held(time, subtle.verify.bind(subtle)));
  try {
    return await run();
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Object.assign(Date, { now });
    Object.assign(Math, { random: dice });
    for (const method of ['importKey', 'sign', 'verify']) Reflect.deleteProperty(subtle, method);
  }
}
