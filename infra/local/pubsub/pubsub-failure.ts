import { Metadata, status } from '@grpc/grpc-js';
import { GrpcFailure } from '../grpc/grpc-failure.ts';
import { encodeErrorInfo } from './error-info.ts';

export const invalidArgument = (message: string): GrpcFailure => new GrpcFailure(status.INVALID_ARGUMENT, message);
export const notFound = (what: string): GrpcFailure =>
  new GrpcFailure(status.NOT_FOUND, `Resource not found (resource=${what}).`);
export const alreadyExists = (what: string): GrpcFailure =>
  new GrpcFailure(status.ALREADY_EXISTS, `Resource already exists in the project (resource=${what}).`);
export const failedPrecondition = (message: string): GrpcFailure =>
  new GrpcFailure(status.FAILED_PRECONDITION, message);
export const unimplemented = (what: string): GrpcFailure =>
  new GrpcFailure(status.UNIMPLEMENTED, `The local Pub/Sub does not serve ${what}.`);

/** Tells the subscriber of an exactly-once subscription which of its acknowledgements came too late. */
export function staleAcknowledgements(ackIds: readonly string[]): GrpcFailure {
  const message = 'Some acknowledgement ids in the request were out of date.';
  const outcomes = ackIds.map((ackId) => [ackId, 'PERMANENT_FAILURE_INVALID_ACK_ID'] as const);
  const trailers = new Metadata();
  trailers.set(
    'grpc-status-details-bin',
    encodeErrorInfo(status.FAILED_PRECONDITION, message, Object.fromEntries(outcomes)),
  );
  return new GrpcFailure(status.FAILED_PRECONDITION, message, trailers);
}
