import { syntaxError } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';

/** What SET assigns. */
export interface VariableAssignment {
  /** Upper-case. */
  readonly names: readonly string[];
  /** Snowflake SQL of as many values, as a select list. */
  readonly values: string;
}

/** After SET: `x = 5` or `(x, y) = (5, 'a')`. */
export function readSetVariables(reader: TokenReader): VariableAssignment {
  const isList = reader.acceptSymbol('(');
  const names = readNames(reader);
  if (isList) reader.expectSymbol(')');
  reader.expectSymbol('=');
  const values = reader.rest();
  if (!isList) return { names, values: `(${values})` };
  if (!values.startsWith('(') || !values.endsWith(')')) throw syntaxError('syntax error: SET needs a list of values.');
  return { names, values: values.slice(1, -1) };
}

/** After UNSET: `x` or `(x, y)`. */
export function readUnsetVariables(reader: TokenReader): readonly string[] {
  const isList = reader.acceptSymbol('(');
  const names = readNames(reader);
  if (isList) reader.expectSymbol(')');
  return names;
}

function readNames(reader: TokenReader): readonly string[] {
  const names = [reader.word()];
  while (reader.acceptSymbol(',')) names.push(reader.word());
  return names;
}
