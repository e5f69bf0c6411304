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

const RULES: FunctionRules = {
  ...AGGREGATE_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
  ...CONTEXT_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...NUMERIC_FUNCTIONS,
  ...SEMI_STRUCTURED_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...WINDOW_FUNCTIONS,
};

/** The rule of a function, by upper-case name. Throws 000002 for one without a rule, known to Snowflake or not. */
export function ruleOf(name: string): FunctionRule {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) throw unsupported(`function ${name}`);
  return rule;
}
