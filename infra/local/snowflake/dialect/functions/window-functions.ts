import { windowed } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { macro } from '../printer.ts';
import { unsupported } from '../refusal.ts';
import { integerLiteral } from '../variants.ts';

/** Snowflake's frame of FIRST_VALUE, LAST_VALUE and NTH_VALUE when none is written: the whole partition. */
const WHOLE_PARTITION = 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';

function withNullTreatment(call: FunctionCall, name: string, args: readonly string[]): string {
  const treatment = call.parts.nullTreatment === null ? '' : ` ${call.parts.nullTreatment}`;
  return `${name}(${args.join(', ')}${treatment})`;
}

function ranking(name: string): FunctionRule {
  return windowed(0, 0, (call) => {
    if (call.parts.nullTreatment !== null) throw unsupported(`${call.parts.name} with ${call.parts.nullTreatment}`);
    return `${name}()${call.over('')}`;
  });
}

function valueAt(name: string): FunctionRule {
  return windowed(1, 1, (call) => `${withNullTreatment(call, name, [call.arg(0)])}${call.over(WHOLE_PARTITION)}`);
}

function shifted(name: 'lag' | 'lead'): FunctionRule {
  return windowed(1, 3, (call) => {
    if (call.count > 1 && integerLiteral(call.node(1)) === null)
      throw unsupported(`${call.parts.name} with a distance that is not a constant`);
    return `${withNullTreatment(call, name, call.all())}${call.over('')}`;
  });
}

/** How often the condition has been true so far: a running sum over rows. */
function conditionalTrueEvent(call: FunctionCall): string {
  return `sum(CASE WHEN ${call.arg(0)} THEN 1 ELSE 0 END)${call.over('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW')}`;
}

function ratioToReport(call: FunctionCall): string {
  const share = call.number(0);
  return macro('divide_or_null', share, `sum(${share})${call.over('')}`);
}

/** docs.snowflake.com, sql-reference/functions-window. */
export const WINDOW_FUNCTIONS: FunctionRules = {
  CONDITIONAL_TRUE_EVENT: windowed(1, 1, conditionalTrueEvent),
  CUME_DIST: ranking('cume_dist'),
  DENSE_RANK: ranking('dense_rank'),
  FIRST_VALUE: valueAt('first_value'),
  LAG: shifted('lag'),
  LAST_VALUE: valueAt('last_value'),
  LEAD: shifted('lead'),
  NTH_VALUE: windowed(
    2,
    2,
    (call) => `${withNullTreatment(call, 'nth_value', [call.arg(0), call.arg(1)])}${call.over(WHOLE_PARTITION)}`,
  ),
  NTILE: windowed(1, 1, (call) => `ntile(${call.arg(0)})${call.over('')}`),
  PERCENT_RANK: ranking('percent_rank'),
  RANK: ranking('rank'),
  RATIO_TO_REPORT: windowed(1, 1, ratioToReport),
  ROW_NUMBER: ranking('row_number'),
};
