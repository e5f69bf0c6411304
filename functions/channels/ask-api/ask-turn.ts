import { AppError } from '#shared/errors/app-error.ts';
import { beginTurn } from '#shared/handoff/begin-turn.ts';
import type { ApiCall } from '#shared/http/route.ts';
import type { Turn } from '#shared/schemas/conversation.ts';
import type { ApiDeps, TurnRequest } from './api-deps.ts';

/** Checks what the schema can't know, and begins the turn. @throws AppError `unknown_model`, `invalid_request`, `not_found`, `too_many_requests`. */
export function askTurn(
  call: ApiCall,
  conversationId: string | null,
  asked: TurnRequest,
  deps: ApiDeps,
): Promise<Turn> {
  const { question, model = null, timeZone = 'UTC', locale = 'en-US' } = asked;
  if (model !== null && !deps.models.includes(model)) {
    throw new AppError('unknown_model', `There is no model “${model}” here. There is: ${deps.models.join(', ')}.`);
  }
  const today = todayIn(timeZone, deps.now());
  requireWithinRate(call, deps);
  return beginTurn(
    {
      channel: 'ask-api',
      caller: call.caller,
      conversationId,
      brief: { question, model, timeZone, locale, today: deps.fixedToday ?? today },
      timeoutMs: deps.turnTimeoutMs,
      traceparent: call.traceparent,
    },
    deps,
  );
}

function requireWithinRate({ caller }: ApiCall, { askLimit }: ApiDeps): void {
  const verdict = askLimit.take(caller.id);
  if (verdict.allowed) return;
  const { retryAfterSeconds } = verdict;
  const message = `You are asking faster than questions may be asked. Please try again in ${retryAfterSeconds} s.`;
  throw new AppError('too_many_requests', message, { details: { retryAfterSeconds } });
}

/** The civil date in a time zone, `YYYY-MM-DD`. */
function todayIn(timeZone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
      now,
    );
  } catch (error) {
    const message = `“${timeZone}” is not a time zone. Use an IANA name such as Europe/Berlin.`;
    throw new AppError('invalid_request', message, { cause: error });
  }
}
