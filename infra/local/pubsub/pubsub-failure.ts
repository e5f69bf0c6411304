import { status } from '@grpc/grpc-js';
import { z } from 'zod';

/** A failure with the gRPC code that Pub/Sub answers with. */
export class PubSubFailure extends Error {
  override readonly name = 'PubSubFailure';
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidArgument = (message: string): PubSubFailure => new PubSubFailure(status.INVALID_ARGUMENT, message);
export const notFound = (what: string): PubSubFailure =>
  new PubSubFailure(status.NOT_FOUND, `Resource not found (resource=${what}).`);
export const alreadyExists = (what: string): PubSubFailure =>
  new PubSubFailure(status.ALREADY_EXISTS, `Resource already exists in the project (resource=${what}).`);
export const failedPrecondition = (message: string): PubSubFailure =>
  new PubSubFailure(status.FAILED_PRECONDITION, message);

/** The gRPC status of whatever was thrown. What we did not foresee is INTERNAL and says nothing of itself. */
export function toGrpcStatus(error: unknown): { readonly code: status; readonly details: string } {
  if (error instanceof PubSubFailure) return { code: error.code, details: error.message };
  if (error instanceof z.ZodError) return { code: status.INVALID_ARGUMENT, details: 'The request is not valid.' };
  return { code: status.INTERNAL, details: 'Internal error.' };
}
