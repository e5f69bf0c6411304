/** Parts of an object name as Snowflake resolves them: unquoted parts upper-cased. One to three parts. */
export type ObjectName = readonly string[];
