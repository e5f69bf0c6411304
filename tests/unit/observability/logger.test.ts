import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { createLogger } from '#shared/observability/logger.ts';

function logged() {
  const lines: unknown[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const log = createLogger({
    function: 'coordinator',
    projectId: 'baton',
    write,
    now: () => Date.UTC(2026, 10, 15),
    least: 'INFO',
  });
  return { log, lines };
}

describe('the logger', () => {
  it('writes one line in the shape of Cloud Logging, linked to its trace', () => {
    const { log, lines } = logged();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    log.with({ turnId: 'turn_a', traceparent }).info('query_ran', { rows: 3 });

    expect(lines).toEqual([
      {
        severity: 'INFO',
        message: 'query_ran',
        time: '2026-11-15T00:00:00.000Z',
        function: 'coordinator',
        'logging.googleapis.com/trace': 'projects/baton/traces/0af7651916cd43dd8448eb211c80319c',
        'logging.googleapis.com/spanId': 'b7ad6b7169203331',
        turnId: 'turn_a',
        rows: 3,
      },
    ]);
  });

  it('logs the code and details of an error, and of its cause only the kind', () => {
    const { log, lines } = logged();
    const cause = new TypeError('SELECT secret FROM t');

    log.error(
      'turn_failed',
      new AppError('warehouse_refused', 'Refused.', { cause, details: { vendorCode: '390144' } }),
    );

    expect(lines[0]).toMatchObject({
      severity: 'ERROR',
      code: 'warehouse_refused',
      vendorCode: '390144',
      cause: 'TypeError',
    });
    expect(JSON.stringify(lines[0])).not.toContain('SELECT');
  });
});
