import { variantOf } from '../ast-node.ts';
import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { macro, ROW_SEQUENCE } from '../printer.ts';
import { unsupported } from '../refusal.ts';
import { integerLiteral } from '../variants.ts';

/** A function of numbers that DuckDB has with the same meaning, under this name. */
function numeric(name: string, count: number): FunctionRule {
  return scalar(count, count, (call) => `${name}(${numbers(call).join(', ')})`);
}

function numbers(call: FunctionCall): readonly string[] {
  return call.parts.args.map((_, index) => call.number(index));
}

function viaMacro(name: string, count: number): FunctionRule {
  return scalar(count, count, (call) => macro(name, ...numbers(call)));
}

function round(call: FunctionCall): string {
  if (call.count === 3 && call.constant(2, 'rounding mode').toUpperCase() !== 'HALF_AWAY_FROM_ZERO') {
    return macro('round_half_to_even', call.number(0), call.number(1));
  }
  return call.count === 1 ? `round(${call.number(0)})` : macro('round_to_scale', call.number(0), call.number(1));
}

function divideOrZero(name: 'divide_or_zero' | 'divide_or_zero_null'): FunctionRule {
  return scalar(2, 2, (call) => macro(name, call.number(0), call.number(1)));
}

function random(call: FunctionCall): string {
  if (call.count > 0) throw unsupported('RANDOM with a seed');
  return 'CAST(floor((random() - 0.5) * 18446744073709000000) AS BIGINT)';
}

/** UNIFORM(low, high, RANDOM()): whole numbers between whole bounds; any other generator would give other values. */
function uniform(call: FunctionCall): string {
  const [low, high] = [integerLiteral(call.node(0)), integerLiteral(call.node(1))];
  const { name } = variantOf(call.node(2));
  if (low === null || high === null || name !== 'Function')
    throw unsupported('UNIFORM without whole constants and RANDOM()');
  if (!call.arg(2).includes('random()')) throw unsupported('UNIFORM with a generator other than RANDOM()');
  return `CAST(floor(random() * ${high - low + 1}) + ${low} AS BIGINT)`;
}

const sequence = scalar(0, 1, () => ROW_SEQUENCE);
const power = scalar(2, 2, (call) => `power(CAST(${call.number(0)} AS DOUBLE), CAST(${call.number(1)} AS DOUBLE))`);

/** docs.snowflake.com, sql-reference/functions-numeric. TRUNC is among the date functions, since it takes both. */
export const NUMERIC_FUNCTIONS: FunctionRules = {
  ABS: numeric('abs', 1),
  ACOS: numeric('acos', 1),
  ACOSH: numeric('acosh', 1),
  ASIN: numeric('asin', 1),
  ASINH: numeric('asinh', 1),
  ATAN: numeric('atan', 1),
  ATAN2: numeric('atan2', 2),
  ATANH: numeric('atanh', 1),
  BITAND: viaMacro('bit_and_of', 2),
  BITNOT: viaMacro('bit_not_of', 1),
  BITOR: viaMacro('bit_or_of', 2),
  BITSHIFTLEFT: viaMacro('bit_left_of', 2),
  BITSHIFTRIGHT: viaMacro('bit_right_of', 2),
  BITXOR: viaMacro('bit_xor_of', 2),
  CBRT: numeric('cbrt', 1),
  COS: numeric('cos', 1),
  COSH: numeric('cosh', 1),
  COT: numeric('cot', 1),
  DEGREES: numeric('degrees', 1),
  DIV0: divideOrZero('divide_or_zero'),
  DIV0NULL: divideOrZero('divide_or_zero_null'),
  EXP: numeric('exp', 1),
  FACTORIAL: scalar(1, 1, (call) => `factorial(CAST(${call.number(0)} AS INTEGER))`),
  GETBIT: viaMacro('bit_at', 2),
  HAVERSINE: viaMacro('haversine', 4),
  LN: numeric('ln', 1),
  LOG: scalar(2, 2, (call) => macro('logarithm', call.number(0), call.number(1))),
  MOD: viaMacro('modulo', 2),
  PI: numeric('pi', 0),
  POW: power,
  POWER: power,
  RADIANS: numeric('radians', 1),
  RANDOM: scalar(0, 1, random),
  ROUND: scalar(1, 3, round),
  SEQ1: sequence,
  SEQ2: sequence,
  SEQ4: sequence,
  SEQ8: sequence,
  SIGN: numeric('sign', 1),
  SIN: numeric('sin', 1),
  SINH: numeric('sinh', 1),
  SQRT: numeric('sqrt', 1),
  SQUARE: scalar(1, 1, (call) => `power(CAST(${call.number(0)} AS DOUBLE), 2)`),
  TAN: numeric('tan', 1),
  TANH: numeric('tanh', 1),
  UNIFORM: scalar(3, 3, uniform),
  WIDTH_BUCKET: viaMacro('width_bucket_of', 4),
};
