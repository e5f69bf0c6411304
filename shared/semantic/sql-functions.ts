import type { AggregateFunction } from './expression.ts';

/** Scalar functions that expressions of a model may call, by their Snowflake names. */
export const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(
  `ABS CEIL CEILING FLOOR ROUND TRUNC TRUNCATE MOD POWER POW SQRT CBRT EXP LN LOG SIGN SQUARE DIV0 DIV0NULL GREATEST LEAST
  GREATEST_IGNORE_NULLS LEAST_IGNORE_NULLS WIDTH_BUCKET BITAND BITOR BITXOR RADIANS DEGREES SIN COS TAN ASIN ACOS ATAN ATAN2 PI HAVERSINE
  COALESCE NVL NVL2 IFNULL NULLIF NULLIFZERO ZEROIFNULL IFF DECODE EQUAL_NULL BOOLAND BOOLOR BOOLNOT BOOLXOR
  UPPER LOWER INITCAP TRIM LTRIM RTRIM LENGTH LEN LEFT RIGHT SUBSTR SUBSTRING CONCAT CONCAT_WS REPLACE TRANSLATE LPAD RPAD REPEAT
  REVERSE POSITION CHARINDEX SPLIT_PART STARTSWITH ENDSWITH CONTAINS REGEXP_LIKE REGEXP_SUBSTR REGEXP_REPLACE REGEXP_COUNT
  REGEXP_INSTR EDITDISTANCE SOUNDEX ASCII CHR MD5 SHA2 HASH
  TO_CHAR TO_VARCHAR TO_NUMBER TO_DECIMAL TO_NUMERIC TO_DOUBLE TO_BOOLEAN TO_DATE TO_TIME TO_TIMESTAMP TO_TIMESTAMP_NTZ
  TO_TIMESTAMP_LTZ TO_TIMESTAMP_TZ TRY_TO_NUMBER TRY_TO_DECIMAL TRY_TO_DOUBLE TRY_TO_BOOLEAN TRY_TO_DATE TRY_TO_TIME TRY_TO_TIMESTAMP
  DATE TIME TIMESTAMP YEAR QUARTER MONTH WEEK WEEKISO WEEKOFYEAR YEAROFWEEK YEAROFWEEKISO DAY DAYOFMONTH DAYOFWEEK DAYOFWEEKISO
  DAYOFYEAR HOUR MINUTE SECOND DAYNAME MONTHNAME LAST_DAY NEXT_DAY PREVIOUS_DAY ADD_MONTHS MONTHS_BETWEEN DATE_FROM_PARTS
  DATEFROMPARTS TIMESTAMP_FROM_PARTS TIME_SLICE CONVERT_TIMEZONE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIMESTAMP GETDATE
  SYSDATE DATE_PART DATE_TRUNC TRUNC DATEADD DATEDIFF TIMEADD TIMEDIFF TIMESTAMPADD TIMESTAMPDIFF
  PARSE_JSON TRY_PARSE_JSON GET GET_PATH AS_VARCHAR AS_INTEGER AS_DOUBLE ARRAY_SIZE ARRAY_CONTAINS TYPEOF`.split(/\s+/),
);

/** Functions whose first argument is a date part, as a bare word or as text. */
export const DATE_PART_FUNCTIONS: ReadonlySet<string> = new Set(
  'DATE_PART DATE_TRUNC DATEADD DATEDIFF TIMEADD TIMEDIFF TIMESTAMPADD TIMESTAMPDIFF'.split(' '),
);

const DATE_PART_WORDS: readonly (readonly [unit: string, words: string])[] = [
  ['year', 'y yy yyy yyyy yr years yrs'],
  ['quarter', 'q qtr qtrs quarters'],
  ['month', 'mm mon mons months'],
  ['week', 'w wk weekofyear woy wy weeks'],
  ['weekiso', 'week_iso weekofyeariso weekofyear_iso'],
  ['day', 'd dd days dayofmonth'],
  ['dayofweek', 'weekday dow dw'],
  ['dayofweekiso', 'weekday_iso dow_iso dw_iso'],
  ['dayofyear', 'yearday doy dy'],
  ['yearofweek', ''],
  ['yearofweekiso', ''],
  ['hour', 'h hh hr hours hrs'],
  ['minute', 'm mi min minutes mins'],
  ['second', 's sec seconds secs'],
  ['millisecond', 'ms msec milliseconds'],
  ['epoch_second', 'epoch epoch_seconds'],
  ['epoch_millisecond', 'epoch_milliseconds'],
];

/** Snowflake's date and time parts with their abbreviations, lower case, to the part they mean. */
export const DATE_PARTS: ReadonlyMap<string, string> = new Map(
  DATE_PART_WORDS.flatMap(([unit, words]) =>
    [unit, ...words.split(' ').filter((word) => word !== '')].map((word): [string, string] => [word, unit]),
  ),
);

/** Functions written without parentheses. */
export const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIMESTAMP',
]);

/** Aggregate functions by their SQL names. COUNT and DISTINCT, and COUNT_IF, are told apart when names are resolved. */
export const AGGREGATES: ReadonlyMap<string, AggregateFunction> = new Map([
  ['SUM', 'sum'],
  ['COUNT', 'count'],
  ['COUNT_IF', 'count'],
  ['APPROX_COUNT_DISTINCT', 'approx_count_distinct'],
  ['HLL', 'approx_count_distinct'],
  ['AVG', 'avg'],
  ['MEAN', 'avg'],
  ['MIN', 'min'],
  ['MAX', 'max'],
  ['MEDIAN', 'median'],
  ['STDDEV', 'stddev'],
  ['STDDEV_SAMP', 'stddev'],
  ['VARIANCE', 'variance'],
  ['VAR_SAMP', 'variance'],
  ['ANY_VALUE', 'any_value'],
]);

/** Aggregate and window functions that Snowflake has and a model of ours may not use; the value says what to do instead. */
export const UNSUPPORTED_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  `LISTAGG ARRAY_AGG OBJECT_AGG PERCENTILE_CONT PERCENTILE_DISC APPROX_PERCENTILE MODE CORR COVAR_POP COVAR_SAMP STDDEV_POP VAR_POP
  KURTOSIS SKEW BOOLAND_AGG BOOLOR_AGG BITAND_AGG BITOR_AGG HASH_AGG MAX_BY MIN_BY MINHASH ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD
  FIRST_VALUE LAST_VALUE NTH_VALUE PERCENT_RANK CUME_DIST RATIO_TO_REPORT`
    .split(/\s+/)
    .map((name): [string, string] => [name, 'Compute it in a view and model the view, or ask for it in the question.']),
);
