import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { CallerVerifier } from './caller.ts';

/** Reads `Bearer local:<email>`: for the laptop, where there is nobody to sign in with. Wired only when BATON_ENV is local. */
export function createLocalCallerVerifier(): CallerVerifier {
  return {
    verify(authorization) {
      const email = z.email().safeParse(/^Bearer local:(\S+)$/.exec(authorization ?? '')?.[1]);
      return email.success
        ? Promise.resolve({ id: `local:${email.data}`, email: email.data, roles: ['analyst'] })
        : Promise.reject(
            new AppError(
              'unauthenticated',
              'Say who asks: send the header "Authorization: Bearer local:you@example.com".',
            ),
          );
    },
  };
}
