import type { FunctionRule, FunctionRules } from '../function-call.ts';
import { unsupported } from '../refusal.ts';
import { AGGREGATE_FUNCTIONS } from './aggregate-functions.ts';
import { CONDITIONAL_FUNCTIONS } from './conditional-functions.ts';
import { CONTEXT_FUNCTIONS } from './context-functions.ts';
import { CONVERSION_FUNCTIONS } from './conversion-functions.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { NUMERIC_FUNCTIONS } from './numeric-functions.ts';
import { SEMI_STRUCTURED_FUNCTIONS } from './semi-structured-functions.ts';
import { STRING_FUNCTIONS } from './string-functions.ts';
import { WINDOW_FUNCTIONS } from './window-functions.ts';

/** Every function that is supported, in groups for people; a function has one rule. */
export const FUNCTION_GROUPS: Readonly<Record<string, FunctionRules>> = {
  Aggregates: AGGREGATE_FUNCTIONS,
  Windows: WINDOW_FUNCTIONS,
  Conditions: CONDITIONAL_FUNCTIONS,
  Conversion: CONVERSION_FUNCTIONS,
  'Dates and times': DATE_FUNCTIONS,
  Numbers: NUMERIC_FUNCTIONS,
  Text: STRING_FUNCTIONS,
  'Semi-structured data': SEMI_STRUCTURED_FUNCTIONS,
  Context: CONTEXT_FUNCTIONS,
};

const RULES: FunctionRules = Object.fromEntries(
  Object.values(FUNCTION_GROUPS).flatMap((rules) => Object.entries(rules)),
);

/** The rule of a function, by upper-case name. Throws 000002 for one without a rule, known to Snowflake or not. */
export function ruleOf(name: string): FunctionRule {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) throw unsupported(`function ${name}`);
  return rule;
}
