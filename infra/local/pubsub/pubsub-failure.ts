import { Metadata, status } from '@grpc/grpc-js';
import { z } from 'zod';
import { encodeErrorInfo } from './error-info.ts';

/** A failure with the gRPC code that Pub/Sub answers with. */
export class PubSubFailure extends Error {
  override readonly name = 'PubSubFailure';
  readonly code: status;
  /** Trailers of the answer; null when the code and the message say it all. */
  readonly trailers: Metadata | null;

  constructor(code: status, message: string, trailers: Metadata | null = null) {
    super(message);
    this.code = code;
    this.trailers = trailers;
  }
}

export const invalidArgument = (message: string): PubSubFailure => new PubSubFailure(status.INVALID_ARGUMENT, message);
export const notFound = (what: string): PubSubFailure =>
  new PubSubFailure(status.NOT_FOUND, `Resource not found (resource=${what}).`);
export const alreadyExists = (what: string): PubSubFailure =>
  new PubSubFailure(status.ALREADY_EXISTS, `Resource already exists in the project (resource=${what}).`);
export const failedPrecondition = (message: string): PubSubFailure =>
  new PubSubFailure(status.FAILED_PRECONDITION, message);
export const unimplemented = (what: string): PubSubFailure =>
  new PubSubFailure(status.UNIMPLEMENTED, `The local Pub/Sub does not serve ${what}.`);

/** Tells the subscriber of an exactly-once subscription which of its acknowledgements came too late. */
export function staleAcknowledgements(ackIds: readonly string[]): PubSubFailure {
  const message = 'Some acknowledgement ids in the request were out of date.';
  const outcomes = ackIds.map((ackId) => [ackId, 'PERMANENT_FAILURE_INVALID_ACK_ID'] as const);
  const trailers = new Metadata();
  trailers.set(
    'grpc-status-details-bin',
    encodeErrorInfo(status.FAILED_PRECONDITION, message, Object.fromEntries(outcomes)),
  );
  return new PubSubFailure(status.FAILED_PRECONDITION, message, trailers);
}

export interface GrpcStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** The gRPC status of whatever was thrown. What we did not foresee is INTERNAL and says nothing of itself. */
export function toGrpcStatus(error: unknown): GrpcStatus {
  if (error instanceof PubSubFailure) {
    const { code, message: details, trailers } = error;
    return trailers === null ? { code, details } : { code, details, metadata: trailers };
  }
  if (error instanceof z.ZodError) return { code: status.INVALID_ARGUMENT, details: 'The request is not valid.' };
  return { code: status.INTERNAL, details: 'Internal error.' };
}
