import { AsyncLocalStorage } from 'node:async_hooks';

/** One request that an instance works on. */
export interface Activity {
  /** What it works on, for people. */
  readonly name: string;
  /** The Pub/Sub message that brought it; null for a request of a person or the scheduler. */
  readonly messageId: string | null;
}

const current = new AsyncLocalStorage<Activity>();

/** Runs a request as an activity, so that what serves it can be told from where. */
export function runActivity<T>(activity: Activity, work: () => Promise<T>): Promise<T> {
  return current.run(activity, work);
}

/** The activity that the running code belongs to; null outside of any. */
export function currentActivity(): Activity | null {
  return current.getStore() ?? null;
}
