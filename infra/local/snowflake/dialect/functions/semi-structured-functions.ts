import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { keyStep, printObject } from '../print-semi-structured.ts';
import { macro, quoteString } from '../printer.ts';
import { unsupported } from '../refusal.ts';
import { stringLiteral } from '../variants.ts';

function viaMacro(name: string, count: number): FunctionRule {
  return scalar(count, count, (call) => macro(name, ...call.all()));
}

/** GET(v, key or index): both may be computed. */
function get(call: FunctionCall): string {
  return stringLiteral(call.node(1)) === null
    ? macro('get_element', call.arg(0), call.arg(1))
    : macro('get_field', call.arg(0), call.arg(1));
}

/** OBJECT_PICK and OBJECT_DELETE: an object and keys, one by one. */
function withKeys(name: string): FunctionRule {
  return scalar(2, 250, (call) => {
    const keys = call.parts.args.slice(1).map((_, index) => call.text(index + 1));
    return macro(name, call.arg(0), `[${keys.join(', ')}]`);
  });
}

const PATH_STEP = /^(?:\.?([A-Za-z_][\w$]*)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]|\.?"([^"]*)")/;

/** A GET_PATH path, such as `a.b[0]["c d"]`, as DuckDB's JSON path. */
function jsonPath(path: string): string {
  let rest = path;
  let printed = '$';
  while (rest !== '') {
    const step = PATH_STEP.exec(rest);
    if (step === null) throw unsupported(`path '${path}'`);
    const [whole, word, index, single, double, quoted] = step;
    printed += index === undefined ? keyStep(word ?? single ?? double ?? quoted ?? '') : `[${index}]`;
    rest = rest.slice(whole.length);
  }
  return printed;
}

function objectConstruct(call: FunctionCall): string {
  if (call.parts.star) throw unsupported('OBJECT_CONSTRUCT(*)');
  return printObject(call.all());
}

function objectKeepNull(call: FunctionCall): string {
  return `json_object(${call.all().join(', ')})`;
}

const parseJson = scalar(1, 1, (call) => macro('parse_json', call.arg(0)));
const tryParseJson = scalar(1, 1, (call) => macro('try_parse_json', call.arg(0)));

/** docs.snowflake.com, sql-reference/functions-semistructured. VARIANT, OBJECT and ARRAY are all DuckDB's JSON. */
export const SEMI_STRUCTURED_FUNCTIONS: FunctionRules = {
  ARRAY_APPEND: viaMacro('array_append_to', 2),
  ARRAY_CAT: viaMacro('array_cat_of', 2),
  ARRAY_COMPACT: viaMacro('array_compact', 1),
  ARRAY_CONSTRUCT: scalar(0, 250, (call) => `json_array(${call.all().join(', ')})`),
  ARRAY_CONTAINS: viaMacro('array_holds', 2),
  ARRAY_DISTINCT: viaMacro('array_distinct_of', 1),
  ARRAY_EXCEPT: viaMacro('array_except_of', 2),
  ARRAY_FLATTEN: viaMacro('array_flatten_of', 1),
  ARRAY_GENERATE_RANGE: scalar(2, 3, (call) =>
    macro('array_generate', call.number(0), call.number(1), call.count > 2 ? call.number(2) : '1'),
  ),
  ARRAY_INSERT: viaMacro('array_insert_at', 3),
  ARRAY_INTERSECTION: viaMacro('array_intersection_of', 2),
  ARRAY_POSITION: viaMacro('array_position_of', 2),
  ARRAY_PREPEND: viaMacro('array_prepend_to', 2),
  ARRAY_REMOVE: viaMacro('array_remove_from', 2),
  ARRAY_REMOVE_AT: viaMacro('array_remove_index', 2),
  ARRAY_SIZE: viaMacro('array_size', 1),
  ARRAY_SLICE: viaMacro('array_slice_of', 3),
  ARRAY_TO_STRING: viaMacro('array_as_text', 2),
  ARRAYS_OVERLAP: viaMacro('arrays_overlap', 2),
  AS_CHAR: viaMacro('as_text', 1),
  AS_VARCHAR: viaMacro('as_text', 1),
  GET: scalar(2, 2, get),
  GET_PATH: scalar(2, 2, (call) => macro('get_path', call.arg(0), quoteString(jsonPath(call.constant(1, 'path'))))),
  IS_ARRAY: viaMacro('is_array', 1),
  IS_BOOLEAN: viaMacro('is_boolean', 1),
  IS_INTEGER: viaMacro('is_integer', 1),
  IS_OBJECT: viaMacro('is_object', 1),
  IS_VARCHAR: viaMacro('is_varchar', 1),
  OBJECT_CONSTRUCT: scalar(0, 250, objectConstruct),
  OBJECT_CONSTRUCT_KEEP_NULL: scalar(0, 250, objectKeepNull),
  OBJECT_DELETE: withKeys('object_without'),
  OBJECT_KEYS: viaMacro('object_keys', 1),
  OBJECT_PICK: withKeys('object_pick_of'),
  PARSE_JSON: parseJson,
  TO_ARRAY: viaMacro('to_array', 1),
  TO_JSON: viaMacro('json_as_text', 1),
  TO_OBJECT: viaMacro('to_object', 1),
  TO_VARIANT: viaMacro('to_variant', 1),
  TRY_PARSE_JSON: tryParseJson,
  TYPEOF: viaMacro('type_of_variant', 1),
};
