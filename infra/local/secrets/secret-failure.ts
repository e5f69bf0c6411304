import { status } from '@grpc/grpc-js';

/** A failure with the gRPC code Secret Manager answers with. */
export class SecretFailure extends Error {
  override readonly name = 'SecretFailure';
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidArgument = (message: string): SecretFailure => new SecretFailure(status.INVALID_ARGUMENT, message);
export const failedPrecondition = (message: string): SecretFailure =>
  new SecretFailure(status.FAILED_PRECONDITION, message);
export const notFound = (message: string): SecretFailure => new SecretFailure(status.NOT_FOUND, message);
