/** Texts; positions count from 1. docs: functions-string. */
export const STRING_MACROS: readonly string[] = [
  `substring_from(t, start) AS CASE WHEN start < -length(t) THEN '' ELSE substring(t, CASE WHEN start = 0 THEN 1 ELSE CAST(start AS BIGINT) END) END`,
  `substring_for(t, start, n) AS CASE WHEN start < -length(t) OR n <= 0 THEN substring(t, 1, CAST(n * 0 AS BIGINT))
    ELSE substring(t, CASE WHEN start = 0 THEN 1 ELSE CAST(start AS BIGINT) END, CAST(n AS BIGINT)) END`,
  `left_of(t, n) AS left(t, CAST(greatest(n + 0, 0) AS BIGINT))`,
  `right_of(t, n) AS right(t, CAST(greatest(n + 0, 0) AS BIGINT))`,
  `charindex(needle, t, start) AS CASE WHEN needle IS NULL OR t IS NULL OR start IS NULL THEN NULL
    WHEN instr(substring(t, CAST(greatest(start, 1) AS BIGINT)), needle) = 0 THEN 0
    ELSE instr(substring(t, CAST(greatest(start, 1) AS BIGINT)), needle) + greatest(start, 1) - 1 END`,
  `pad_left(t, n, pad) AS CASE WHEN t IS NULL OR n IS NULL OR pad IS NULL THEN NULL WHEN n <= 0 THEN ''
    WHEN pad = '' THEN left(t, CAST(n AS BIGINT)) ELSE lpad(t, CAST(n AS INTEGER), pad) END`,
  `pad_right(t, n, pad) AS CASE WHEN t IS NULL OR n IS NULL OR pad IS NULL THEN NULL WHEN n <= 0 THEN ''
    WHEN pad = '' THEN left(t, CAST(n AS BIGINT)) ELSE rpad(t, CAST(n AS INTEGER), pad) END`,
  `initcap(t) AS list_aggregate(list_transform(regexp_extract_all(t, '[\\s!?@"^#$&~_,.:;+\\-*%/|\\\\\\[\\](){}<>]+|[^\\s!?@"^#$&~_,.:;+\\-*%/|\\\\\\[\\](){}<>]+'), lambda w: upper(left(w, 1)) || lower(substring(w, 2))), 'string_agg', '')`,
  `insert_text(t, pos, n, ins) AS substring(t, 1, CAST(pos AS BIGINT) - 1) || ins || substring(t, CAST(pos + n AS BIGINT))`,
  `tokens_of(t, delimiters) AS CASE WHEN t IS NULL OR delimiters IS NULL THEN NULL ELSE to_json(list_filter(string_split(translate(t, delimiters,
    repeat(left(delimiters, 1), length(delimiters))), left(delimiters, 1)), lambda w: w <> '')) END`,
  `ascii_of(t) AS CASE WHEN t = '' THEN 0 ELSE unicode(t) END`,
  `jarowinkler(a, b) AS CASE WHEN strlen(a) > length(a) OR strlen(b) > length(b) THEN error('JAROWINKLER_SIMILARITY of characters beyond ASCII is not supported')
    WHEN a = '' AND b = '' THEN 0 ELSE CAST(floor(100 * jaro_winkler_similarity(upper(a), upper(b))) AS INTEGER) END`,
  `split_part_of(t, separator, n) AS CASE WHEN separator = '' THEN CASE WHEN n IN (0, 1, -1) THEN t ELSE '' END
    ELSE coalesce(string_split(t, separator)[CASE WHEN n = 0 THEN 1 ELSE CAST(n AS BIGINT) END], CASE WHEN t IS NULL OR separator IS NULL OR n IS NULL THEN NULL ELSE '' END) END`,
  `split_to_array(t, separator) AS CASE WHEN t IS NULL OR separator IS NULL THEN NULL ELSE to_json(CASE WHEN separator = '' THEN [t] ELSE string_split(t, separator) END) END`,
  `strtok(t, delimiters, n) AS list_filter(list_transform(string_split(translate(t, delimiters, repeat(left(delimiters, 1), length(delimiters))), left(delimiters, 1)), lambda w: w), lambda w: w <> '')[CAST(n AS BIGINT)]`,
  // DuckDB compares bytes, Snowflake characters.
  `edit_distance(a, b) AS CASE WHEN strlen(a) > length(a) OR strlen(b) > length(b) THEN error('EDITDISTANCE of characters beyond ASCII is not supported') ELSE levenshtein(a, b) END`,
];
