import { type Metadata, status } from '@grpc/grpc-js';
import { z } from 'zod';

/** A failure with the gRPC code that the real service answers with. */
export class GrpcFailure extends Error {
  override readonly name = 'GrpcFailure';
  readonly code: status;
  /** Trailers of the answer; null when the code and the message say it all. */
  readonly trailers: Metadata | null;

  constructor(code: status, message: string, trailers: Metadata | null = null) {
    super(message);
    this.code = code;
    this.trailers = trailers;
  }
}

export interface GrpcStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** The gRPC status of whatever was thrown. What we did not foresee is INTERNAL and says nothing of itself. */
export function toGrpcStatus(error: unknown): GrpcStatus {
  if (error instanceof GrpcFailure) {
    const { code, message: details, trailers } = error;
    return trailers === null ? { code, details } : { code, details, metadata: trailers };
  }
  if (error instanceof z.ZodError) return { code: status.INVALID_ARGUMENT, details: 'The request is not valid.' };
  return { code: status.INTERNAL, details: 'Internal error.' };
}
