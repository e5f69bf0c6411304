import { status } from '@grpc/grpc-js';

/** A failure with the gRPC code Firestore answers with. */
export class FirestoreFailure extends Error {
  override readonly name = 'FirestoreFailure';
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidArgument = (message: string): FirestoreFailure =>
  new FirestoreFailure(status.INVALID_ARGUMENT, message);
export const failedPrecondition = (message: string): FirestoreFailure =>
  new FirestoreFailure(status.FAILED_PRECONDITION, message);
export const notFound = (message: string): FirestoreFailure => new FirestoreFailure(status.NOT_FOUND, message);
export const alreadyExists = (message: string): FirestoreFailure =>
  new FirestoreFailure(status.ALREADY_EXISTS, message);
export const aborted = (message: string): FirestoreFailure => new FirestoreFailure(status.ABORTED, message);
export const unimplemented = (message: string): FirestoreFailure => new FirestoreFailure(status.UNIMPLEMENTED, message);

/** The gRPC status of whatever was thrown. What we did not foresee is INTERNAL and says nothing of itself. */
export function toGrpcStatus(error: unknown): { readonly code: status; readonly details: string } {
  if (error instanceof FirestoreFailure) return { code: error.code, details: error.message };
  return { code: status.INTERNAL, details: 'Internal error.' };
}
