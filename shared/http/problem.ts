import { z } from 'zod';
import { ERROR_CODES, toAppError, type AppError } from '#shared/errors/app-error.ts';

/** An error as clients see it: RFC 9457 problem details with a stable `code`. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string().describe('What kind of error it is, in words that never change.'),
  status: z.int().min(400).max(599),
  code: z.enum(ERROR_CODES).describe('Stable and machine-readable.'),
  detail: z.string().describe('What is wrong and what to do, for a person.'),
});
export type Problem = z.infer<typeof problemSchema>;

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not right',
  401: 'Nobody is signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  406: 'Not available in that form',
  409: 'Not possible now',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Can’t be done as asked',
  429: 'Too many requests',
  502: 'A service refused',
  503: 'A service can’t be reached',
  504: 'Too slow',
};

/** An error as a problem document; what is meant for operators stays in the log. */
export function toProblem(error: unknown): Problem {
  const failure = toAppError(error);
  const detail =
    failure.audience === 'operator' ? 'Something went wrong on our side. Please try again.' : failure.message;
  return {
    type: 'about:blank',
    title: TITLES[failure.status] ?? 'Failed',
    status: failure.status,
    code: failure.code,
    detail,
  };
}

/** Statuses that a client may try again after a while (RFC 9110 §10.2.3, RFC 6585 §4). */
const TRY_AGAIN: ReadonlySet<number> = new Set([429, 503]);

/** After how many seconds it may be tried again, for the Retry-After header; null when that makes no sense. */
export function retryAfterSeconds({ status, details }: AppError): number | null {
  if (!TRY_AGAIN.has(status)) return null;
  const seconds = details['retryAfterSeconds'];
  return typeof seconds === 'number' ? seconds : 5;
}
