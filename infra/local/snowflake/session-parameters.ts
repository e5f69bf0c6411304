/** A session parameter in a response: Snowflake sends each with its own JSON type. */
export interface Parameter {
  readonly name: string;
  readonly value: string | number | boolean;
}

/**
 * Defaults of the session parameters a driver or a statement reads.
 *
 * The formats are Snowflake's documented defaults. The driver fails on TIME and BINARY columns without them. TIMEZONE is UTC so that
 * a test means the same everywhere; a real account's default is America/Los_Angeles.
 */
const DEFAULTS: Readonly<Record<string, string | number | boolean>> = {
  AUTOCOMMIT: true,
  BINARY_INPUT_FORMAT: 'HEX',
  BINARY_OUTPUT_FORMAT: 'HEX',
  CLIENT_PREFETCH_THREADS: 4,
  CLIENT_RESULT_CHUNK_SIZE: 160,
  CLIENT_SESSION_KEEP_ALIVE: false,
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3_600,
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 65_280,
  CLIENT_TELEMETRY_ENABLED: false,
  DATE_INPUT_FORMAT: 'AUTO',
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  MULTI_STATEMENT_COUNT: 1,
  QUERY_TAG: '',
  ROWS_PER_RESULTSET: 0,
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: 0,
  STATEMENT_TIMEOUT_IN_SECONDS: 172_800,
  TIMESTAMP_INPUT_FORMAT: 'AUTO',
  TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3',
  TIMESTAMP_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
  TIMESTAMP_TZ_OUTPUT_FORMAT: '',
  TIMEZONE: 'UTC',
  TIME_INPUT_FORMAT: 'AUTO',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
  TRANSACTION_ABORT_ON_ERROR: false,
  USE_CACHED_RESULT: true,
  WEEK_OF_YEAR_POLICY: 0,
  WEEK_START: 0,
};

/** The default of a parameter as text, undefined for one Snowflake does not have. */
export function defaultParameter(name: string): string | undefined {
  const value = DEFAULTS[name];
  return value === undefined ? undefined : String(value);
}

function typed(text: string, like: string | number | boolean | undefined): string | number | boolean {
  if (typeof like === 'boolean') return text.toLowerCase() === 'true';
  if (typeof like === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** All parameters in force: the defaults, overlaid by what the session or the statement has set. */
export function listParameters(overrides: Readonly<Record<string, string>>): readonly Parameter[] {
  const names = new Set([...Object.keys(DEFAULTS), ...Object.keys(overrides)]);
  return [...names].sort().map((name) => {
    const set = overrides[name];
    const value = set === undefined ? (DEFAULTS[name] ?? '') : typed(set, DEFAULTS[name]);
    return { name, value };
  });
}
