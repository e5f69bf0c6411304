import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault } from './faults.ts';
import { sendFailure } from './routes.ts';
import { SnowflakeError } from './snowflake-error.ts';

/** Makes the answer's body leave in small parts with pauses. */
function trickle(response: ServerResponse, bytesPerPart: number, pauseMs: number): void {
  const end = response.end.bind(response);
  const write = response.write.bind(response);
  const endSlowly = async (body: Buffer): Promise<void> => {
    for (let offset = 0; offset < body.length && !response.destroyed; offset += bytesPerPart) {
      write(body.subarray(offset, offset + bytesPerPart));
      await sleep(pauseMs);
    }
    end();
  };
  Object.assign(response, {
    end: (body: unknown): ServerResponse => {
      void endSlowly(Buffer.isBuffer(body) ? body : Buffer.from(''));
      return response;
    },
  });
}

/** Lets a fault strike. Returns whether the request has had its answer by that. */
export async function strikeFault(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.ms);
      return false;
    case 'trickle':
      trickle(response, fault.bytesPerPart, fault.pauseMs);
      return false;
    case 'status':
      response.writeHead(fault.status, { 'content-length': 0 });
      response.end();
      return true;
    case 'error':
      sendFailure(response, new SnowflakeError(fault.code, fault.sqlState, fault.message));
      return true;
    case 'expired-session':
      sendFailure(
        response,
        new SnowflakeError('390112', '08001', 'Authentication token has expired. The user must authenticate again.'),
      );
      return true;
    case 'drop':
      response.destroy();
      return true;
  }
}
