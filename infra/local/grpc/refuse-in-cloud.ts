import { AppError } from '#shared/errors/app-error.ts';

/**
 * Keeps a server of a laptop from starting where Cloud Run set K_SERVICE: it asks nobody for rights.
 *
 * @throws AppError invalid_configuration
 */
export function refuseInCloud(server: string): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', `The local ${server} does not run in the cloud: K_SERVICE is set.`);
}
