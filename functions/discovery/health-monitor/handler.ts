import type { HttpFunction } from '@google-cloud/functions-framework';
import { sweep, type SweepDeps } from '#shared/handoff/sweep.ts';
import type { PushSenderVerifier } from '#shared/identity/push-sender.ts';
import type { Logger } from '#shared/observability/logger.ts';

export interface MonitorDeps extends SweepDeps {
  readonly sender: PushSenderVerifier;
  readonly log: Logger;
}

/** One tick of the scheduler. A tick that fails is made good by the next. */
export function createHealthMonitor(deps: MonitorDeps): HttpFunction {
  return async (request, response) => {
    try {
      await deps.sender.verify(request.get('authorization') ?? null);
    } catch (error) {
      deps.log.error('tick_refused', error);
      response.status(403).end();
      return;
    }
    try {
      const swept = await sweep(deps);
      deps.log.info('swept', { ...swept });
      response.status(204).end();
    } catch (error) {
      deps.log.error('sweep_failed', error);
      response.status(503).end();
    }
  };
}
