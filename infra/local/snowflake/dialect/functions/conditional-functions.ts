import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRules } from '../function-call.ts';
import { macro } from '../printer.ts';

const ANY_NUMBER = 250;

/** NULL as soon as one argument is NULL, unlike DuckDB's functions of the same name. */
function extreme(name: 'greatest' | 'least', call: FunctionCall): string {
  const args = call.parts.args.map((_, index) => call.orderable(index));
  return `CASE WHEN ${args.map((arg) => `${arg} IS NULL`).join(' OR ')} THEN NULL ELSE ${name}(${args.join(', ')}) END`;
}

function extremeOfKnown(name: 'greatest' | 'least', call: FunctionCall): string {
  return `${name}(${call.parts.args.map((_, index) => call.orderable(index)).join(', ')})`;
}

/** DECODE(x, s1, r1, … [, default]): NULL matches NULL. */
function decode(call: FunctionCall): string {
  const subject = call.arg(0);
  const pairs = Math.floor((call.count - 1) / 2);
  const whens = Array.from({ length: pairs }, (_, pair) => {
    return `WHEN ${subject} IS NOT DISTINCT FROM ${call.arg(1 + 2 * pair)} THEN ${call.arg(2 + 2 * pair)}`;
  });
  const otherwise = call.count % 2 === 0 ? ` ELSE ${call.arg(call.count - 1)}` : '';
  return `CASE ${whens.join(' ')}${otherwise} END`;
}

const coalesce = scalar(1, ANY_NUMBER, (call) => `coalesce(${call.all().join(', ')})`);

/** docs.snowflake.com, sql-reference/expressions-conditional. */
export const CONDITIONAL_FUNCTIONS: FunctionRules = {
  BOOLAND: scalar(2, 2, (call) => `(CAST(${call.number(0)} AS BOOLEAN) AND CAST(${call.number(1)} AS BOOLEAN))`),
  BOOLNOT: scalar(1, 1, (call) => `(NOT CAST(${call.number(0)} AS BOOLEAN))`),
  BOOLOR: scalar(2, 2, (call) => `(CAST(${call.number(0)} AS BOOLEAN) OR CAST(${call.number(1)} AS BOOLEAN))`),
  BOOLXOR: scalar(2, 2, (call) => `(CAST(${call.number(0)} AS BOOLEAN) <> CAST(${call.number(1)} AS BOOLEAN))`),
  COALESCE: coalesce,
  DECODE: scalar(3, ANY_NUMBER, decode),
  EQUAL_NULL: scalar(2, 2, (call) => `(${call.arg(0)} IS NOT DISTINCT FROM ${call.arg(1)})`),
  GREATEST: scalar(1, ANY_NUMBER, (call) => extreme('greatest', call)),
  GREATEST_IGNORE_NULLS: scalar(1, ANY_NUMBER, (call) => extremeOfKnown('greatest', call)),
  IFF: scalar(3, 3, (call) => `CASE WHEN ${call.arg(0)} THEN ${call.arg(1)} ELSE ${call.arg(2)} END`),
  IFNULL: coalesce,
  IS_NULL_VALUE: scalar(1, 1, (call) => macro('is_null_value', call.arg(0))),
  LEAST: scalar(1, ANY_NUMBER, (call) => extreme('least', call)),
  LEAST_IGNORE_NULLS: scalar(1, ANY_NUMBER, (call) => extremeOfKnown('least', call)),
  NULLIF: scalar(2, 2, (call) => `nullif(${call.arg(0)}, ${call.arg(1)})`),
  NULLIFZERO: scalar(1, 1, (call) => `nullif(${call.number(0)}, 0)`),
  NVL: coalesce,
  NVL2: scalar(3, 3, (call) => `CASE WHEN ${call.arg(0)} IS NOT NULL THEN ${call.arg(1)} ELSE ${call.arg(2)} END`),
  REGR_VALX: scalar(2, 2, (call) => `CASE WHEN ${call.arg(0)} IS NULL THEN NULL ELSE ${call.arg(1)} END`),
  REGR_VALY: scalar(2, 2, (call) => `CASE WHEN ${call.arg(1)} IS NULL THEN NULL ELSE ${call.arg(0)} END`),
  ZEROIFNULL: scalar(1, 1, (call) => `coalesce(${call.number(0)}, 0)`),
};
