/**
 * Numbers.
 *
 * Division gives six more digits of scale than the dividend has, at most twelve, and never fewer than the dividend
 * (docs: operators-arithmetic#division); a zero divisor is an error, where DuckDB has Infinity. `like_type` gives a value
 * the type of an example that is never computed; DuckDB's overloads cannot do this, since they do not see aggregates' types.
 */
export const NUMBER_MACROS: readonly string[] = [
  `like_type(value, example) AS cast_to_type(value, CASE WHEN FALSE THEN example END)`,
  `scale_of(t) AS CASE WHEN t LIKE 'DECIMAL(%' THEN CAST(regexp_extract(t, ',\\s*(\\d+)', 1) AS INTEGER) ELSE 0 END`,
  `quotient_scale(t) AS greatest(sfm.main.scale_of(t), least(sfm.main.scale_of(t) + 6, 12))`,
  `is_float(t) AS (t IN ('DOUBLE', 'FLOAT'))`,
  `quotient(a, b, t) AS CASE WHEN sfm.main.is_float(typeof(a)) OR sfm.main.is_float(typeof(b))
    THEN CAST(a AS DOUBLE) / CAST(b AS DOUBLE)
    ELSE round(CAST(a AS DOUBLE) / CAST(b AS DOUBLE), sfm.main.quotient_scale(t)) END`,
  `divide(a, b, t) AS sfm.main.like_type(
    CASE WHEN b = 0 THEN error('Division by zero') ELSE sfm.main.quotient(a, b, t) END, a * CAST(1 AS DECIMAL(7,6)) + b)`,
  `divide_or_null(a, b, t) AS sfm.main.like_type(CASE WHEN b = 0 THEN NULL ELSE sfm.main.quotient(a, b, t) END, a * CAST(1 AS DECIMAL(7,6)) + b)`,
  `divide_or_zero(a, b, t) AS sfm.main.like_type(
    CASE WHEN b = 0 AND a IS NOT NULL THEN 0 ELSE sfm.main.quotient(a, b, t) END, a * CAST(1 AS DECIMAL(7,6)) + b)`,
  `divide_or_zero_null(a, b, t) AS sfm.main.like_type(
    CASE WHEN a IS NULL THEN NULL WHEN b = 0 OR b IS NULL THEN 0 ELSE sfm.main.quotient(a, b, t) END, a * CAST(1 AS DECIMAL(7,6)) + b)`,
  `average(total, count, t) AS sfm.main.like_type(CASE WHEN count = 0 THEN NULL ELSE sfm.main.quotient(total, count, t) END, total * CAST(1 AS DECIMAL(7,6)))`,
  `middle(value, t) AS CASE WHEN t LIKE 'DECIMAL(%' OR t LIKE '%INT%' THEN round(value, sfm.main.scale_of(t) + 3) ELSE value END`,
  `modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END`,
  `round_to_scale(x, s) AS round(x, CAST(s AS INTEGER))`,
  `round_half_to_even(x, s) AS round_even(CAST(x AS DOUBLE), CAST(s AS INTEGER))`,
  `ceil_to_scale(x, s) AS sfm.main.like_type(ceil(x * power(10, s)) / power(10, s), x)`,
  `floor_to_scale(x, s) AS sfm.main.like_type(floor(x * power(10, s)) / power(10, s), x)`,
  `truncate_number(x, s) AS sfm.main.like_type(round(trunc(round(x * power(10, s), 6)) / power(10, s), CAST(greatest(s, 0) AS INTEGER)), x)`,
  `logarithm(base, x) AS ln(CAST(x AS DOUBLE)) / ln(CAST(base AS DOUBLE))`,
  `bit_and_of(a, b) AS CAST(a AS BIGINT) & CAST(b AS BIGINT)`,
  `bit_or_of(a, b) AS CAST(a AS BIGINT) | CAST(b AS BIGINT)`,
  `bit_xor_of(a, b) AS xor(CAST(a AS BIGINT), CAST(b AS BIGINT))`,
  `bit_not_of(a) AS ~ CAST(a AS BIGINT)`,
  `haversine(lat1, lon1, lat2, lon2) AS 2 * 6371 * asin(sqrt(power(sin(radians((CAST(lat2 AS DOUBLE) - lat1) / 2)), 2)
    + cos(radians(CAST(lat1 AS DOUBLE))) * cos(radians(CAST(lat2 AS DOUBLE))) * power(sin(radians((CAST(lon2 AS DOUBLE) - lon1) / 2)), 2)))`,
  `width_bucket_of(x, low, high, count) AS CASE WHEN x IS NULL OR low IS NULL OR high IS NULL OR count IS NULL THEN NULL
    WHEN x < low THEN 0 WHEN x >= high THEN CAST(count AS BIGINT) + 1
    ELSE CAST(floor((CAST(x AS DOUBLE) - low) * count / (CAST(high AS DOUBLE) - low)) AS BIGINT) + 1 END`,
];
