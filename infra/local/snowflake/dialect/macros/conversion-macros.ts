/** Conversions; docs: functions-conversion, sql-format-models. */
export const CONVERSION_MACROS: readonly string[] = [
  `float_text(x) AS CASE WHEN x = floor(x) AND abs(x) < 1e15 THEN CAST(TRY_CAST(x AS HUGEINT) AS VARCHAR) ELSE CAST(x AS VARCHAR) END`,
  // CAST(x AS VARCHAR) on the way lets every branch be bound whatever the type of x is; the type's own branch alone remains.
  `text(x) AS CASE
    WHEN typeof(x) = 'JSON' THEN json_extract_string(TRY_CAST(CAST(x AS VARCHAR) AS JSON), '$')
    WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN sfm.main.float_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
    WHEN typeof(x) = 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
    WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ), '%Y-%m-%d %H:%M:%S.%g %z')
    ELSE CAST(x AS VARCHAR) END`,
  `joined_texts(items, separator) AS coalesce(array_to_string(list_transform(items, lambda i: sfm.main.text(i)), separator), '')`,
  `text_of_length(t, n) AS CASE WHEN length(t) > n THEN error('String is too long and would be truncated') ELSE t END`,
  `try_text_of_length(t, n) AS CASE WHEN length(t) > n THEN NULL ELSE t END`,
  `truth_of(t) AS CASE WHEN lower(t) IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE WHEN lower(t) IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE END`,
  `is_number_type(t) AS (t LIKE '%INT%' OR t LIKE 'DECIMAL%' OR t IN ('DOUBLE', 'FLOAT'))`,
  `try_to_boolean(x) AS CASE WHEN sfm.main.is_number_type(typeof(x)) THEN TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE) <> 0 ELSE sfm.main.truth_of(sfm.main.text(x)) END`,
  `to_boolean(x) AS CASE WHEN x IS NOT NULL AND sfm.main.try_to_boolean(x) IS NULL THEN error('Boolean value is not recognized') ELSE sfm.main.try_to_boolean(x) END`,
  `to_date(x) AS CASE WHEN typeof(x) = 'VARCHAR' AND regexp_full_match(CAST(x AS VARCHAR), '-?\\d+') THEN error('Date is not recognized: a whole number') ELSE CAST(x AS DATE) END`,
  `try_to_date(x) AS CASE WHEN typeof(x) = 'VARCHAR' AND regexp_full_match(CAST(x AS VARCHAR), '-?\\d+') THEN error('Date is not recognized: a whole number') ELSE TRY_CAST(x AS DATE) END`,
  `seconds_to_timestamp(n, s) AS make_timestamp(CAST(n * power(10, 6 - s) AS BIGINT))`,
  `to_timestamp(x, s) AS CASE WHEN sfm.main.is_number_type(typeof(x)) THEN sfm.main.seconds_to_timestamp(TRY_CAST(CAST(x AS VARCHAR) AS DECIMAL(38,9)), s)
    ELSE CAST(CAST(x AS VARCHAR) AS TIMESTAMP) END`,
  `try_to_timestamp(x, s) AS CASE WHEN sfm.main.is_number_type(typeof(x)) THEN sfm.main.seconds_to_timestamp(TRY_CAST(CAST(x AS VARCHAR) AS DECIMAL(38,9)), s)
    ELSE TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP) END`,
  `as_moment(x) AS CASE WHEN typeof(x) = 'TIME' THEN DATE '1970-01-01' + TRY_CAST(CAST(x AS VARCHAR) AS TIME) ELSE CAST(CAST(x AS VARCHAR) AS TIMESTAMP) END`,
  `formatted_digits(x, pattern, s, zeros) AS CASE
    WHEN abs(x) < 1 AND zeros = 0 AND s > 0 THEN substring(format(pattern, CAST(abs(round(x, s)) AS DOUBLE)), 2)
    ELSE format(pattern, CAST(abs(round(x, s)) AS DOUBLE)) END`,
  `format_number_compact(x, pattern, s, width, zeros) AS CASE WHEN x IS NULL THEN NULL
    WHEN length(sfm.main.formatted_digits(x, pattern, s, zeros)) > width THEN repeat('#', width + 1)
    ELSE CASE WHEN round(x, s) < 0 THEN '-' ELSE '' END || sfm.main.formatted_digits(x, pattern, s, zeros) END`,
  // Without FM there is one more position in front, for the sign.
  `format_number(x, pattern, s, width, zeros) AS lpad(sfm.main.format_number_compact(x, pattern, s, width, zeros), width + 1, ' ')`,
];
