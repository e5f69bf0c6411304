import { AsyncLocalStorage } from 'node:async_hooks';

/** One request that an instance works on. */
export interface Activity {
  /** What it works on, for people. */
  readonly name: string;
  /** The Pub/Sub message that brought it; null for a request of a person or the scheduler. */
  readonly messageId: string | null;
  /** Lets the clock go on after code has computed in real time; see `VirtualTime.holdWhileComputing`. */
  computed: (() => void) | null;
}

const current = new AsyncLocalStorage<Activity>();

/** Runs a request as an activity, so that ports know whom they serve. */
export function runActivity<T>(activity: Activity, work: () => Promise<T>): Promise<T> {
  return current.run(activity, async () => {
    try {
      return await work();
    } finally {
      activity.computed?.();
    }
  });
}

/** The activity that the running code belongs to; null outside of any. */
export function currentActivity(): Activity | null {
  return current.getStore() ?? null;
}
