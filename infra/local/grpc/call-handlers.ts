import { callbackify } from 'node:util';
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';

import type { CallFaults } from './call-faults.ts';
import { toGrpcStatus } from './grpc-failure.ts';
import { RefusedRequest } from './load-service.ts';

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

/** @throws GrpcFailure for a request that was refused before it was decoded */
export function checkedRequest<Request>(request: Request): Request {
  if (request instanceof RefusedRequest) throw request.failure;
  return request;
}

export function unary<Request>(
  name: string,
  faults: CallFaults,
  method: UnaryMethod<Request>,
): handleUnaryCall<Request, object> {
  const run = async (call: ServerUnaryCall<Request, object>): Promise<object> => {
    const afterwards = await faults.strike(name, call);
    const answer = await method(checkedRequest(call.request), signalOf(call));
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
  faults: CallFaults,
  method: StreamingMethod<Request>,
): handleServerStreamingCall<Request, object> {
  const run = async (call: ServerWritableStream<Request, object>): Promise<void> => {
    const afterwards = await faults.strike(name, call);
    const answers = await method(checkedRequest(call.request), signalOf(call));
    afterwards();
    for (const answer of answers) call.write(answer);
    call.end();
  };
  return (call) => {
    run(call).catch((error: unknown) => call.emit('error', toGrpcStatus(error)));
  };
}
