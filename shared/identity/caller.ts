import { z } from 'zod';

/** Who asks, as the entry established it. */
export const callerSchema = z.object({
  /** Stable id of the person or service account; never shown to others. */
  id: z.string().min(1).max(200),
  email: z.email(),
  /** Roles that row policies and column rules are written for. */
  roles: z.array(z.string()),
});
export type Caller = z.infer<typeof callerSchema>;

/** Checks the bearer token of a request from a person or an application. */
export interface CallerVerifier {
  /**
   * @param authorization The Authorization header, or null when there is none.
   * @throws AppError `unauthenticated` with what to do about it.
   */
  verify(authorization: string | null): Promise<Caller>;
}
