import { AppError } from '#shared/errors/app-error.ts';

/** Flat facts of a log line: ids, counts, durations. No questions, rows, SQL or secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Structured log: an event in snake_case and past tense, and flat fields. */
export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
  /** The same logger with fields on every line. */
  with(fields: LogFields): Logger;
}

export const SEVERITIES = ['INFO', 'WARNING', 'ERROR'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface LoggerOptions {
  /** Name of the function that logs. */
  readonly function: string;
  /** Google Cloud project, to link lines with their trace. */
  readonly projectId: string;
  /** Takes one finished line. */
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** Lines below it are left out. */
  readonly least: Severity;
}

const TRACE_ID = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/;

function traceFields(fields: LogFields, projectId: string): Readonly<Record<string, string>> {
  const { traceparent } = fields;
  const match = typeof traceparent === 'string' ? TRACE_ID.exec(traceparent) : null;
  if (match === null) return {};
  return {
    'logging.googleapis.com/trace': `projects/${projectId}/traces/${match[1]}`,
    'logging.googleapis.com/spanId': `${match[2]}`,
  };
}

/** The chain of causes by name and code; messages of others may hold rows or SQL and stay out. */
function errorFields(error: unknown): LogFields {
  if (error instanceof AppError) {
    const cause = error.cause instanceof Error ? error.cause.name : null;
    return {
      ...error.details,
      code: error.code,
      error: error.message,
      retryable: error.retryable,
      cause,
      stack: error.stack ?? null,
    };
  }
  return error instanceof Error
    ? { code: 'internal', cause: error.name, stack: error.stack ?? null }
    : { code: 'internal' };
}

/** A logger that writes one JSON object a line, in the shape that Cloud Logging reads. */
export function createLogger(options: LoggerOptions, bound: LogFields = {}): Logger {
  function line(severity: Severity, event: string, fields: LogFields): void {
    if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(options.least)) return;
    const { traceparent: _, ...flat } = { ...bound, ...fields };
    const record = {
      severity,
      message: event,
      time: new Date(options.now()).toISOString(),
      function: options.function,
      ...traceFields({ ...bound, ...fields }, options.projectId),
      ...flat,
    };
    options.write(JSON.stringify(record));
  }
  return {
    info: (event, fields = {}) => line('INFO', event, fields),
    warn: (event, fields = {}) => line('WARNING', event, fields),
    error: (event, error, fields = {}) => line('ERROR', event, { ...fields, ...errorFields(error) }),
    with: (fields) => createLogger(options, { ...bound, ...fields }),
  };
}
