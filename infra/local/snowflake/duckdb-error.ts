import { SnowflakeError } from './snowflake-error.ts';

interface Rule {
  /** Tested against DuckDB's whole message, which begins with the error class. */
  readonly pattern: RegExp;
  readonly code: string;
  readonly sqlState: string;
  readonly message: (match: RegExpExecArray) => string;
}

const COMPILATION = 'SQL compilation error:';
const first = (match: RegExpExecArray): string => match[1] ?? '';

/** In order; the first that matches decides. DuckDB gives no codes to a client, only the class and the text. */
const RULES: readonly Rule[] = [
  {
    pattern: /^(?:Invalid Input Error: )?.*Division by zero/iu,
    code: '100051',
    sqlState: '22012',
    message: () => 'Division by zero',
  },
  {
    pattern: /Table with name "?([^"!]+?)"? does not exist/u,
    code: '002003',
    sqlState: '42S02',
    message: (match) => `${COMPILATION}\nObject '${first(match).toUpperCase()}' does not exist or not authorized.`,
  },
  {
    pattern: /Catalog "([^"]+)" does not exist|Schema with name "?([^"!]+?)"? does not exist/u,
    code: '002003',
    sqlState: '02000',
    message: (match) =>
      `${COMPILATION}\nDatabase or schema '${match[1] ?? match[2] ?? ''}' does not exist or not authorized.`,
  },
  {
    pattern: /(?:Scalar|Table|Aggregate|Window|Macro)? ?Function with name "?([^"!\s]+)"? does not exist/iu,
    code: '002140',
    sqlState: '42601',
    message: (match) => `${COMPILATION}\nUnknown function ${first(match).toUpperCase()}`,
  },
  {
    pattern:
      /Referenced (?:column|table) "([^"]+)" not found|Table "[^"]+" does not have a column named "([^"]+)"|Column with name "?([^"\s]+)"? does not exist/u,
    code: '000904',
    sqlState: '42000',
    message: (match) => `${COMPILATION}\ninvalid identifier '${match[1] ?? match[2] ?? match[3] ?? ''}'`,
  },
  {
    pattern: /Values list "([^"]+)" does not have a column named "([^"]+)"|column "([^"]+)" does not exist/iu,
    code: '000904',
    sqlState: '42000',
    message: (match) => `${COMPILATION}\ninvalid identifier '${match[2] ?? match[3] ?? ''}'`,
  },
  {
    // The dialect gives each column its own name as alias, so a missing one looks like an alias used too early.
    pattern: /Column "([^"]+)" referenced that exists in the SELECT clause/u,
    code: '000904',
    sqlState: '42000',
    message: (match) => `${COMPILATION}\ninvalid identifier '${first(match)}'`,
  },
  {
    pattern: /Ambiguous reference to column name "([^"]+)"/u,
    code: '002028',
    sqlState: '42601',
    message: (match) => `${COMPILATION}\nambiguous column name '${first(match)}'`,
  },
  {
    pattern: /column "?([^"]+?)"? must appear in the GROUP BY clause/u,
    code: '000979',
    sqlState: '42601',
    message: (match) => `${COMPILATION}\n[${first(match)}] is not a valid group by expression`,
  },
  {
    pattern: /clause cannot contain (?:aggregates|window functions)|aggregate function calls cannot be nested/iu,
    code: '002079',
    sqlState: '42601',
    message: () => `${COMPILATION}\nInvalid aggregate or window function in this clause`,
  },
  {
    pattern: /No function matches the given name and argument types '([^(']+)\(([^']*)\)'/u,
    code: '001044',
    sqlState: '42P13',
    message: (match) =>
      `${COMPILATION}\nInvalid argument types for function '${first(match).toUpperCase()}': (${match[2] ?? ''})`,
  },
  {
    pattern: /Macro "?([^"(]+)"?.*(?:does not support|requires)|does not support the supplied arguments/iu,
    code: '000938',
    sqlState: '22023',
    message: (match) => `${COMPILATION}\nnot enough or too many arguments for function [${first(match).toUpperCase()}]`,
  },
  {
    pattern: /More than one row returned by a subquery/u,
    code: '090150',
    sqlState: '22000',
    message: () => 'Single-row subquery returns more than one row.',
  },
  {
    pattern: /Set operations can only apply to expressions with the same number of result columns/u,
    code: '001789',
    sqlState: '42601',
    message: () => `${COMPILATION}\ninvalid number of result columns for set operator input branches`,
  },
  {
    pattern: /ORDER term out of range/u,
    code: '002145',
    sqlState: '42601',
    message: () => `${COMPILATION}\nOrder by position is out of range`,
  },
  {
    pattern:
      /date(?:\/time)? field value out of range: "([^"]*)"|Date out of range: ?(\S*)|invalid date field format: "([^"]*)"|Unable to parse date[^"]*"([^"]*)"/iu,
    code: '100040',
    sqlState: '22007',
    message: (match) => `Date '${match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''}' is not recognized`,
  },
  {
    pattern: /invalid timestamp field format: "([^"]*)"|Could not parse string "([^"]*)" according to format/iu,
    code: '100035',
    sqlState: '22007',
    message: (match) => `Timestamp '${match[1] ?? match[2] ?? ''}' is not recognized`,
  },
  {
    pattern: /Could not convert string ["']([^"']*)["'] to BOOL/iu,
    code: '100037',
    sqlState: '22018',
    message: (match) => `Boolean value '${first(match)}' is not recognized`,
  },
  {
    pattern: /Could not convert string ["']([^"']*)["'] to/iu,
    code: '100038',
    sqlState: '22018',
    message: (match) => `Numeric value '${first(match)}' is not recognized`,
  },
  {
    pattern:
      /Could not cast value (\S+) to DECIMAL|with value (\S+) can't be cast because the value is out of range|Out of Range Error:.*?\(?([-\d]+)?/iu,
    code: '100039',
    sqlState: '22003',
    message: (match) => `Numeric value '${match[1] ?? match[2] ?? match[3] ?? ''}' is out of range`,
  },
  {
    pattern: /(?:Table|View|Schema) with name "([^"]+)" already exists/u,
    code: '002002',
    sqlState: '42710',
    message: (match) => `${COMPILATION}\nObject '${first(match)}' already exists.`,
  },
  {
    pattern: /NOT NULL constraint failed: ([\w.]+)/u,
    code: '100072',
    sqlState: '22000',
    message: (match) => `NULL result in a non-nullable column [${first(match)}]`,
  },
  {
    // DuckDB enforces keys that tables were loaded with past the server; Snowflake would not.
    pattern: /^Constraint Error: (.*)/u,
    code: '100090',
    sqlState: '42P18',
    message: (match) => `Duplicate or dangling key: ${first(match)}`,
  },
  {
    pattern: /^(?:Parser Error): (?:syntax error at or near )?(.*)/u,
    code: '001003',
    sqlState: '42000',
    message: (match) => `${COMPILATION}\nsyntax error unexpected ${first(match).replaceAll('"', "'")}.`,
  },
  {
    pattern: /^(?:Binder|Catalog|Not implemented) Error: (.*)/u,
    code: '001065',
    sqlState: '22023',
    message: (match) => `${COMPILATION}\n${first(match)}`,
  },
  {
    pattern: /^(?:Conversion|Invalid Input) Error: (.*)/u,
    code: '100069',
    sqlState: '22000',
    message: (match) => first(match),
  },
];

/**
 * The Snowflake failure that DuckDB's failure stands for.
 *
 * DuckDB's client gives text only, so this one place reads it. A message no rule knows becomes 000603, Snowflake's internal error,
 * which a test that relies on a real code will notice.
 */
export function fromDuckDBError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  for (const rule of RULES) {
    const match = rule.pattern.exec(text);
    if (match !== null) return new SnowflakeError(rule.code, rule.sqlState, rule.message(match), { cause: error });
  }
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error: ${text.split('\n')[0] ?? ''}`, {
    cause: error,
  });
}
