/** Who may read an error's message: the person who asked, the language model, or only the people who run Baton. */
export type Audience = 'user' | 'model' | 'operator';

interface ErrorFacts {
  readonly audience: Audience;
  /** True when the same call may succeed if it is made again: Pub/Sub then delivers the message again. */
  readonly retryable: boolean;
  /** HTTP status of the problem document when the error ends a request. */
  readonly status: number;
}

/** One row per code: a code without a row does not compile, a row is the only place that decides these facts. */
const FACTS = {
  // What a caller of the API did wrong, or may be told.
  invalid_request: { audience: 'user', retryable: false, status: 400 },
  invalid_json: { audience: 'user', retryable: false, status: 400 },
  unauthenticated: { audience: 'user', retryable: false, status: 401 },
  forbidden: { audience: 'user', retryable: false, status: 403 },
  not_found: { audience: 'user', retryable: false, status: 404 },
  unknown_model: { audience: 'user', retryable: false, status: 404 },
  method_not_allowed: { audience: 'user', retryable: false, status: 405 },
  not_acceptable: { audience: 'user', retryable: false, status: 406 },
  conflict: { audience: 'user', retryable: false, status: 409 },
  payload_too_large: { audience: 'user', retryable: false, status: 413 },
  unsupported_media_type: { audience: 'user', retryable: false, status: 415 },
  too_many_requests: { audience: 'user', retryable: true, status: 429 },
  deadline_exceeded: { audience: 'user', retryable: false, status: 504 },
  cancelled: { audience: 'user', retryable: false, status: 409 },
  circuit_open: { audience: 'user', retryable: false, status: 503 },
  turn_limit_reached: { audience: 'user', retryable: false, status: 422 },
  // What a plan or a statement did wrong: the planner or the language model may try another.
  invalid_plan: { audience: 'model', retryable: false, status: 422 },
  forbidden_sql: { audience: 'model', retryable: false, status: 422 },
  invalid_sql: { audience: 'model', retryable: false, status: 422 },
  invalid_tool_call: { audience: 'model', retryable: false, status: 422 },
  too_expensive: { audience: 'user', retryable: false, status: 422 },
  check_failed: { audience: 'user', retryable: false, status: 422 },
  result_too_large: { audience: 'model', retryable: false, status: 422 },
  // What only the people who run Baton can mend.
  invalid_configuration: { audience: 'operator', retryable: false, status: 500 },
  invalid_message: { audience: 'operator', retryable: false, status: 400 },
  newer_version: { audience: 'operator', retryable: true, status: 503 },
  untrusted_sender: { audience: 'operator', retryable: false, status: 403 },
  invalid_model: { audience: 'operator', retryable: false, status: 500 },
  invalid_state: { audience: 'operator', retryable: false, status: 500 },
  secret_unavailable: { audience: 'operator', retryable: true, status: 503 },
  state_unavailable: { audience: 'operator', retryable: true, status: 503 },
  state_contended: { audience: 'operator', retryable: true, status: 503 },
  messaging_unavailable: { audience: 'operator', retryable: true, status: 503 },
  warehouse_unavailable: { audience: 'operator', retryable: true, status: 503 },
  warehouse_refused: { audience: 'operator', retryable: false, status: 502 },
  warehouse_timeout: { audience: 'user', retryable: false, status: 504 },
  overloaded: { audience: 'user', retryable: true, status: 503 },
  instance_stopping: { audience: 'operator', retryable: true, status: 503 },
  undeliverable: { audience: 'operator', retryable: false, status: 500 },
  internal: { audience: 'operator', retryable: false, status: 500 },
} as const satisfies Record<string, ErrorFacts>;

/** Stable, machine-readable name of a failure; part of the public contract as `code` of a problem document. */
export type ErrorCode = keyof typeof FACTS;

/** Flat facts for the log, never shown: no secrets, rows or SQL. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
}

/** The only error that our code throws on purpose; its code decides who may see it and whether to try again. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get audience(): Audience {
    return FACTS[this.code].audience;
  }

  get retryable(): boolean {
    return FACTS[this.code].retryable;
  }

  get status(): number {
    return FACTS[this.code].status;
  }
}

/** All codes, for schemas and tests. */
export const ERROR_CODES: readonly ErrorCode[] = Object.keys(FACTS).filter((code): code is ErrorCode => code in FACTS);

/** Narrows an unknown thrown value; anything that is not an AppError becomes `internal` with the original as cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'Something unexpected failed.', { cause: error });
}
