import { status } from '@grpc/grpc-js';

import { GrpcFailure } from '../grpc/grpc-failure.ts';

export const invalidArgument = (message: string): GrpcFailure => new GrpcFailure(status.INVALID_ARGUMENT, message);
export const failedPrecondition = (message: string): GrpcFailure =>
  new GrpcFailure(status.FAILED_PRECONDITION, message);
export const notFound = (message: string): GrpcFailure => new GrpcFailure(status.NOT_FOUND, message);
export const alreadyExists = (message: string): GrpcFailure => new GrpcFailure(status.ALREADY_EXISTS, message);
export const unimplemented = (message: string): GrpcFailure => new GrpcFailure(status.UNIMPLEMENTED, message);
