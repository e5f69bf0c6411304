import { callbackify } from 'node:util';
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';

import { toGrpcStatus } from './firestore-failure.ts';
import type { FirestoreFaults } from './firestore-faults.ts';

/** The work of a method with one answer. The signal ends it when the client is gone. */
export type UnaryMethod<Request> = (request: Request, signal: AbortSignal) => Promise<object> | object;
/** The work of a method with many answers. */
export type StreamingMethod<Request> = (request: Request, signal: AbortSignal) => Promise<Iterable<object>>;

interface Cancellable {
  on(event: 'cancelled', listener: () => void): unknown;
}

function signalOf(call: Cancellable): AbortSignal {
  const controller = new AbortController();
  call.on('cancelled', () => controller.abort());
  return controller.signal;
}

export function unary<Request>(
  name: string,
  faults: FirestoreFaults,
  method: UnaryMethod<Request>,
): handleUnaryCall<Request, object> {
  const run = async (call: ServerUnaryCall<Request, object>): Promise<object> => {
    const afterwards = await faults.strike(name);
    const answer = await method(call.request, signalOf(call));
    afterwards();
    return answer;
  };
  const answer = callbackify(run);
  return (call, callback: sendUnaryData<object>) => {
    answer(call, (error, result) => callback(error === null ? null : toGrpcStatus(error), result));
  };
}

export function streaming<Request>(
  name: string,
  faults: FirestoreFaults,
  method: StreamingMethod<Request>,
): handleServerStreamingCall<Request, object> {
  const run = async (call: ServerWritableStream<Request, object>): Promise<void> => {
    const afterwards = await faults.strike(name);
    const answers = await method(call.request, signalOf(call));
    afterwards();
    for (const answer of answers) call.write(answer);
    call.end();
  };
  return (call) => {
    run(call).catch((error: unknown) => call.emit('error', toGrpcStatus(error)));
  };
}
