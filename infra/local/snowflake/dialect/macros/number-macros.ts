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
  `quotient_scale(s) AS greatest(s, least(s + 6, 12))`,
  `quotient_type(a, b) AS coalesce(a * CAST(1 AS DECIMAL(38,6)) + b, CAST(NULL AS DECIMAL(7,6)))`,
  // The number as a whole number of its smallest digit.
  `units(x, s) AS CAST(x * CAST(power(10, s) AS BIGINT) AS HUGEINT)`,
  // Halves away from zero.
  `rounded_ratio(n, d) AS CAST(sign(n) * sign(d) AS HUGEINT) * ((2 * abs(n) + abs(d)) // (2 * abs(d)))`,
  `exact_quotient(a, sa, b, sb, r) AS CAST(sfm.main.rounded_ratio(sfm.main.units(a, sa) * CAST(power(10, r + sb - sa) AS HUGEINT), sfm.main.units(b, sb))
    * CAST(power(10, 12 - r) AS HUGEINT) AS DECIMAL(38,0)) * CAST(0.000000000001 AS DECIMAL(12,12))`,
  `float_quotient(a, b) AS CAST(a AS DOUBLE) / CAST(b AS DOUBLE)`,
  // Whole-number arithmetic while the digits fit into 128 bits, floating point rounded to the same scale beyond.
  `fits_exactly(a, sa, b, sb) AS (sa <= 12 AND sb <= 12 AND abs(CAST(a AS DOUBLE)) * power(10, 13 + sb) < 1e37 AND abs(sfm.main.float_quotient(a, b)) < 1e24)`,
  `quotient_of_scale(a, sa, b, sb) AS CASE
    WHEN typeof(a) IN ('DOUBLE', 'FLOAT') OR typeof(b) IN ('DOUBLE', 'FLOAT') THEN sfm.main.like_type(sfm.main.float_quotient(a, b), sfm.main.quotient_type(a, b))
    WHEN sfm.main.fits_exactly(a, sa, b, sb) THEN sfm.main.like_type(sfm.main.exact_quotient(a, sa, b, sb, sfm.main.quotient_scale(sa)), sfm.main.quotient_type(a, b))
    ELSE sfm.main.like_type(round(sfm.main.float_quotient(a, b), sfm.main.quotient_scale(sa)), sfm.main.quotient_type(a, b)) END`,
  `quotient(a, b) AS sfm.main.quotient_of_scale(a, sfm.main.scale_of(typeof(a)), b, sfm.main.scale_of(typeof(b)))`,
  `divide(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE sfm.main.quotient(a, b) END`,
  `divide_or_null(a, b) AS CASE WHEN b = 0 THEN NULL ELSE sfm.main.quotient(a, b) END`,
  `divide_or_zero(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN 0 ELSE sfm.main.quotient(a, b) END`,
  `divide_or_zero_null(a, b) AS CASE WHEN a IS NULL THEN NULL WHEN b = 0 OR b IS NULL THEN 0 ELSE sfm.main.quotient(a, b) END`,
  `middle(value, t) AS CASE WHEN t LIKE 'DECIMAL(%' OR t LIKE '%INT%' THEN round(value, sfm.main.scale_of(t) + 3) ELSE value END`,
  `modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END`,
  `round_to_scale(x, s) AS round(x, CAST(s AS INTEGER))`,
  `round_half_to_even(x, s) AS round_even(CAST(x AS DOUBLE), CAST(s AS INTEGER))`,
  `ceil_to_scale(x, s) AS sfm.main.like_type(ceil(x * power(10, s)) / power(10, s), coalesce(x, CAST(NULL AS TINYINT)))`,
  `floor_to_scale(x, s) AS sfm.main.like_type(floor(x * power(10, s)) / power(10, s), coalesce(x, CAST(NULL AS TINYINT)))`,
  `truncate_number(x, s) AS sfm.main.like_type(round(trunc(round(x * power(10, s), 6)) / power(10, s), CAST(greatest(s, 0) AS INTEGER)), coalesce(x, CAST(NULL AS TINYINT)))`,
  `logarithm(base, x) AS ln(CAST(x AS DOUBLE)) / ln(CAST(base AS DOUBLE))`,
  `bit_and_of(a, b) AS CAST(a AS BIGINT) & CAST(b AS BIGINT)`,
  `bit_or_of(a, b) AS CAST(a AS BIGINT) | CAST(b AS BIGINT)`,
  `bit_xor_of(a, b) AS xor(CAST(a AS BIGINT), CAST(b AS BIGINT))`,
  `bit_left_of(a, n) AS CAST(a AS BIGINT) << CAST(n AS INTEGER)`,
  `bit_right_of(a, n) AS CAST(a AS BIGINT) >> CAST(n AS INTEGER)`,
  `bit_at(a, n) AS (CAST(a AS BIGINT) >> CAST(n AS INTEGER)) & 1`,
  `bit_not_of(a) AS ~ CAST(a AS BIGINT)`,
  `haversine(lat1, lon1, lat2, lon2) AS 2 * 6371 * asin(sqrt(power(sin(radians((CAST(lat2 AS DOUBLE) - lat1) / 2)), 2)
    + cos(radians(CAST(lat1 AS DOUBLE))) * cos(radians(CAST(lat2 AS DOUBLE))) * power(sin(radians((CAST(lon2 AS DOUBLE) - lon1) / 2)), 2)))`,
  `width_bucket_of(x, low, high, count) AS CASE WHEN x IS NULL OR low IS NULL OR high IS NULL OR count IS NULL THEN NULL
    WHEN x < low THEN 0 WHEN x >= high THEN CAST(count AS BIGINT) + 1
    ELSE CAST(floor((CAST(x AS DOUBLE) - low) * count / (CAST(high AS DOUBLE) - low)) AS BIGINT) + 1 END`,
];
