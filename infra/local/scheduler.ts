import type { HostedFunction } from './function-host.ts';
import type { FunctionFolder } from './manifests.ts';

/** The health monitor promises a sweep every half minute; Cloud Scheduler and Cloud Tasks keep the same pace. */
const TICK_MS = 30_000;

/** Calls every scheduled function now and every half minute, with a signed token as Cloud Scheduler does. */
export function startScheduler(
  folders: readonly FunctionFolder[],
  hosted: ReadonlyMap<string, HostedFunction>,
  signFor: (name: string) => Promise<string>,
): { stop(): Promise<void> } {
  const scheduled = folders.filter(({ manifest }) => manifest.trigger === 'schedule').map(({ name }) => name);
  const stopped = new AbortController();
  let ticking: Promise<unknown> = Promise.resolve();

  async function call(name: string): Promise<void> {
    const url = hosted.get(name)?.url;
    if (url === undefined) return;
    const headers = { authorization: `Bearer ${await signFor(name)}` };
    try {
      await fetch(url, { method: 'POST', headers, signal: stopped.signal });
    } catch {
      // A tick that fails, or is cut off by the stop, is made good by the next.
    }
  }
  function tick(): void {
    ticking = Promise.all(scheduled.map(call));
  }

  tick();
  const timer = setInterval(tick, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      stopped.abort();
      await ticking;
    },
  };
}
