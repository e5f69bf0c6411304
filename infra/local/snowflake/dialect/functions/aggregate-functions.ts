import { aggregate } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { macro } from '../printer.ts';
import { invalidArgument, unsupported } from '../refusal.ts';
import { isVariantExpression } from '../variants.ts';

function sameAggregate(name: string, count: number): FunctionRule {
  return aggregate(count, count, (call) => call.aggregate(name, numbers(call)));
}

function numbers(call: FunctionCall): readonly string[] {
  return call.parts.args.map((_, index) => call.number(index));
}

function count(call: FunctionCall): string {
  if (call.parts.star) return call.aggregate('count', ['*']);
  const args = call.all();
  if (args.length === 1) return call.aggregate('count', args);
  // Snowflake counts the rows in which no argument is NULL.
  const known = args.map((arg) => `${arg} IS NOT NULL`).join(' AND ');
  return call.aggregate('count', [call.parts.distinct ? `(${args.join(', ')})` : '*'], { filter: known });
}

/** Sum divided by count under Snowflake's division rule: six more digits of scale than the argument, at most twelve. */
function average(call: FunctionCall): string {
  const sum = call.aggregate('sum', [call.number(0)]);
  return macro('divide_or_null', sum, call.aggregate('count', [call.number(0)]));
}

function listagg(call: FunctionCall): string {
  const separator = call.count > 1 ? [call.text(1)] : ["''"];
  // DuckDB orders distinct values by themselves only, so their texts are made after the ordering.
  if (call.parts.distinct) {
    const item = call.arg(0);
    const list = call.aggregate('list', [item], { order: orderWithin(call), filter: `${item} IS NOT NULL` });
    return macro('joined_texts', list, ...separator);
  }
  return `coalesce(${call.aggregate('string_agg', [call.text(0), ...separator], { order: orderWithin(call) })}, '')`;
}

function orderWithin(call: FunctionCall): string {
  return call.parts.withinGroup.length === 0 ? '' : call.printer.orderItems(call.parts.withinGroup);
}

function arrayAgg(call: FunctionCall): string {
  const item = call.arg(0);
  const isVariant = isVariantExpression(call.node(0), call.printer);
  const list = call.aggregate('list', [item], { order: orderWithin(call), filter: `${item} IS NOT NULL` });
  return isVariant ? macro('array_of_variants', list) : macro('array_of', list);
}

function arrayUniqueAgg(call: FunctionCall): string {
  const item = call.arg(0);
  return macro('array_of', call.aggregate('list', [item], { distinct: true, filter: `${item} IS NOT NULL` }));
}

function objectAgg(call: FunctionCall): string {
  const [key, value] = [call.text(0), call.arg(1)];
  const filter = `${key} IS NOT NULL AND ${value} IS NOT NULL`;
  const values = call.aggregate('list', [macro('json_text', value)], { filter });
  return macro('object_of_lists', call.aggregate('list', [key], { filter }), values);
}

/** PERCENTILE_CONT and _DISC: the fraction is the argument, the values are in WITHIN GROUP (ORDER BY …). */
function percentile(call: FunctionCall, name: 'quantile_cont' | 'quantile_disc'): string {
  const [item, ...more] = call.printer.orderValues(call.parts.withinGroup);
  if (item === undefined || more.length > 0)
    throw invalidArgument(`${call.parts.name} needs WITHIN GROUP (ORDER BY one expression).`);
  const fraction = item.descending ? `(1 - ${call.arg(0)})` : call.arg(0);
  if (name === 'quantile_disc') {
    if (item.descending) throw unsupported('PERCENTILE_DISC in descending order');
    return call.aggregate(name, [item.sql, fraction]);
  }
  return roundedMiddle(call, call.aggregate(name, [`CAST(${item.sql} AS DOUBLE)`, fraction]), item.sql);
}

/** Interpolation is done in floating point; for NUMBER columns Snowflake gives three more digits of scale. */
function roundedMiddle(call: FunctionCall, middle: string, item: string): string {
  return macro('middle', middle, `typeof(${call.aggregate('min', [item], { distinct: false })})`);
}

function extremeBy(call: FunctionCall, name: 'max_by' | 'min_by'): string {
  if (call.count > 2) throw unsupported(`${call.parts.name} with a number of rows`);
  return call.aggregate(name, [call.arg(0), call.orderable(1)]);
}

function booleanAggregate(name: string): FunctionRule {
  return aggregate(1, 1, (call) => call.aggregate(name, [`CAST(${call.number(0)} AS BOOLEAN)`]));
}

const standardDeviation = sameAggregate('stddev_samp', 1);
const variance = sameAggregate('var_samp', 1);
const populationVariance = sameAggregate('var_pop', 1);
const approximateCount = aggregate(1, 1, (call) => call.aggregate('approx_count_distinct', [call.arg(0)]));
const grouping = aggregate(1, 31, (call) => `grouping(${call.all().join(', ')})`);

/** docs.snowflake.com, sql-reference/functions-aggregation. */
export const AGGREGATE_FUNCTIONS: FunctionRules = {
  ANY_VALUE: aggregate(1, 1, (call) => call.aggregate('any_value', [call.arg(0)])),
  APPROX_COUNT_DISTINCT: approximateCount,
  APPROX_PERCENTILE: aggregate(2, 2, (call) =>
    call.aggregate('approx_quantile', [`CAST(${call.number(0)} AS DOUBLE)`, call.arg(1)]),
  ),
  ARRAYAGG: aggregate(1, 1, arrayAgg),
  ARRAY_AGG: aggregate(1, 1, arrayAgg),
  ARRAY_UNIQUE_AGG: aggregate(1, 1, arrayUniqueAgg),
  AVG: aggregate(1, 1, average),
  BITANDAGG: sameAggregate('bit_and', 1),
  BITAND_AGG: sameAggregate('bit_and', 1),
  BITORAGG: sameAggregate('bit_or', 1),
  BITOR_AGG: sameAggregate('bit_or', 1),
  BITXORAGG: sameAggregate('bit_xor', 1),
  BITXOR_AGG: sameAggregate('bit_xor', 1),
  BOOLAND_AGG: booleanAggregate('bool_and'),
  BOOLOR_AGG: booleanAggregate('bool_or'),
  BOOLXOR_AGG: aggregate(1, 1, (call) => `(${call.aggregate('count_if', [`CAST(${call.number(0)} AS BOOLEAN)`])} = 1)`),
  CORR: sameAggregate('corr', 2),
  COUNT: aggregate(1, 50, count),
  COUNT_IF: aggregate(1, 1, (call) => call.aggregate('count_if', [call.arg(0)])),
  COVAR_POP: sameAggregate('covar_pop', 2),
  COVAR_SAMP: sameAggregate('covar_samp', 2),
  GROUPING: grouping,
  GROUPING_ID: grouping,
  HLL: approximateCount,
  KURTOSIS: sameAggregate('kurtosis', 1),
  LISTAGG: aggregate(1, 2, listagg),
  MAX: aggregate(1, 1, (call) => call.aggregate('max', [call.orderable(0)])),
  MAX_BY: aggregate(2, 3, (call) => extremeBy(call, 'max_by')),
  MEDIAN: aggregate(1, 1, (call) => {
    const item = call.number(0);
    return roundedMiddle(call, call.aggregate('quantile_cont', [`CAST(${item} AS DOUBLE)`, '0.5']), item);
  }),
  MIN: aggregate(1, 1, (call) => call.aggregate('min', [call.orderable(0)])),
  MIN_BY: aggregate(2, 3, (call) => extremeBy(call, 'min_by')),
  MODE: aggregate(1, 1, (call) => call.aggregate('mode', [call.arg(0)])),
  OBJECT_AGG: aggregate(2, 2, objectAgg),
  PERCENTILE_CONT: aggregate(1, 1, (call) => percentile(call, 'quantile_cont')),
  PERCENTILE_DISC: aggregate(1, 1, (call) => percentile(call, 'quantile_disc')),
  REGR_AVGX: sameAggregate('regr_avgx', 2),
  REGR_AVGY: sameAggregate('regr_avgy', 2),
  REGR_COUNT: sameAggregate('regr_count', 2),
  REGR_INTERCEPT: sameAggregate('regr_intercept', 2),
  REGR_R2: sameAggregate('regr_r2', 2),
  REGR_SLOPE: sameAggregate('regr_slope', 2),
  REGR_SXX: sameAggregate('regr_sxx', 2),
  REGR_SXY: sameAggregate('regr_sxy', 2),
  REGR_SYY: sameAggregate('regr_syy', 2),
  SKEW: sameAggregate('skewness', 1),
  STDDEV: standardDeviation,
  STDDEV_POP: sameAggregate('stddev_pop', 1),
  STDDEV_SAMP: standardDeviation,
  SUM: aggregate(1, 1, (call) => call.aggregate('sum', [call.number(0)])),
  VARIANCE: variance,
  VARIANCE_POP: populationVariance,
  VARIANCE_SAMP: variance,
  VAR_POP: populationVariance,
  VAR_SAMP: variance,
};
