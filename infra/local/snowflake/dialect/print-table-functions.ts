import { AstNode, isRecord, listOf, variantOf } from './ast-node.ts';
import type { CallParts } from './function-call.ts';
import { storedName } from './identifiers.ts';
import { readCall } from './print-function.ts';
import { HISTORY_FILTERS, printQueryHistory } from './print-query-history.ts';
import { printAlias } from './print-query.ts';
import { macro, quoteString } from './printer.ts';
import type { Printer } from './printer.ts';
import { invalidArgument, unsupported } from './refusal.ts';
import { integerLiteral, stringLiteral } from './variants.ts';

/** LATERAL FLATTEN(…), TABLE(FLATTEN(…)), TABLE(GENERATOR(…)), TABLE(SPLIT_TO_TABLE(…)); all others are refused by name. */
export function printTableFunction(payload: unknown, printer: Printer): string {
  const node = new AstNode(payload, 'table function');
  const expr = node.take('expr');
  const payloadOfCall = expr === null ? null : variantOf(expr).payload;
  const place = catalogueOf(payloadOfCall);
  const call =
    payloadOfCall === null ? readLateral(node, printer) : readCall(unqualified(payloadOfCall, place), printer);
  const alias = node.optionalNode('alias');
  if (node.flag('with_ordinality')) throw unsupported('WITH ORDINALITY');
  node.finish();
  const name = alias === null ? printer.freshAlias('table') : printAlias(alias);
  if (place !== null) return `(${printQueryHistory(call, place, printer)}) AS ${name}`;
  switch (call.name) {
    case 'FLATTEN':
      if (isRecord(payload)) registerVariants(payload['alias'], printer);
      return `LATERAL (${printFlatten(call, printer)}) AS ${name}`;
    case 'GENERATOR':
      return `(${printGenerator(call)}) AS ${name}`;
    case 'SPLIT_TO_TABLE':
      return `LATERAL (${printSplitToTable(call, printer)}) AS ${name}`;
    default:
      throw unsupported(`table function ${call.name}`);
  }
}

/** Database (null = the current one) of a call of INFORMATION_SCHEMA.QUERY_HISTORY() and its kin; null for any other call. */
function catalogueOf(payload: unknown): { readonly database: string | null } | null {
  if (!isRecord(payload) || !Array.isArray(payload['name'])) return null;
  const parts = payload['name'].map((part) => storedName(variantOf(part).payload));
  const [name = '', schema, database = null, ...more] = parts.toReversed();
  const isHistory = schema === 'INFORMATION_SCHEMA' && Object.hasOwn(HISTORY_FILTERS, name) && more.length === 0;
  return isHistory ? { database } : null;
}

function unqualified(payload: unknown, place: { readonly database: string | null } | null): unknown {
  if (place === null || !isRecord(payload)) return payload;
  return { ...payload, name: listOf(payload['name']).slice(-1) };
}

/** `LATERAL FLATTEN(…)` keeps name and arguments beside each other; as a call they are one node. */
function readLateral(node: AstNode, printer: Printer): CallParts {
  node.take('lateral');
  const args = { List: { args: node.list('args'), clauses: [] } };
  return readCall({ name: node.take('name'), args, parameters: 'None', within_group: [] }, printer);
}

function registerVariants(alias: unknown, printer: Printer): void {
  printer.variantSources.add(isRecord(alias) ? storedName(alias['name']) : '');
}

const FLATTEN_ARGUMENTS = new Set(['INPUT', 'PATH', 'OUTER', 'MODE', 'RECURSIVE']);
const FLATTEN_MODES = new Set(['BOTH', 'ARRAY', 'OBJECT']);

/** FLATTEN's six columns from json_each, which walks one level; RECURSIVE is refused. */
function printFlatten(call: CallParts, printer: Printer): string {
  const unknown = [...call.named.keys()].find((name) => !FLATTEN_ARGUMENTS.has(name));
  if (unknown !== undefined) throw invalidArgument(`invalid argument name '${unknown}' of FLATTEN.`);
  if (isTrue(call.named.get('RECURSIVE'))) throw unsupported('FLATTEN with RECURSIVE');
  const path = constantText(call, 'PATH', '');
  const mode = constantText(call, 'MODE', 'BOTH').toUpperCase();
  if (!/^[\w.]*$/.test(path) || !FLATTEN_MODES.has(mode)) throw unsupported('FLATTEN with this PATH or MODE');
  const rows = flattenRows(flattenInput(call, path, printer), path);
  const filtered = mode === 'BOTH' ? rows : `${rows} WHERE json_type(f.json) = ${quoteString(mode)}`;
  if (!isTrue(call.named.get('OUTER'))) return filtered;
  return `SELECT found.* FROM (SELECT 1) AS one LEFT JOIN (${filtered}) AS found ON TRUE`;
}

function constantText(call: CallParts, name: string, otherwise: string): string {
  const node = call.named.get(name);
  const text = node === undefined ? otherwise : stringLiteral(node);
  if (text === null) throw unsupported(`FLATTEN with a ${name} that is not a constant`);
  return text;
}

function flattenInput(call: CallParts, path: string, printer: Printer): string {
  const input = call.named.get('INPUT') ?? call.args[0];
  if (input === undefined) throw invalidArgument('FLATTEN needs INPUT.');
  const whole = printer.expression(input);
  const value = path === '' ? whole : macro('get_path', whole, quoteString(`$.${path}`));
  return `CAST(${macro('to_variant', value)} AS JSON)`;
}

function flattenRows(value: string, path: string): string {
  return `SELECT 1 AS "SEQ", CASE WHEN json_type(f.json) = 'ARRAY' THEN NULL ELSE f.key END AS "KEY", ${printPath(path)} AS "PATH",
    CASE WHEN json_type(f.json) = 'ARRAY' THEN CAST(f.key AS BIGINT) END AS "INDEX", f.value AS "VALUE", f.json AS "THIS"
    FROM (SELECT each.key, each.value, source.json FROM (SELECT ${value} AS json) AS source, ${EACH}) AS f`;
}

const EACH = 'LATERAL (SELECT key, value FROM json_each(source.json)) AS each';

function printPath(prefix: string): string {
  const dot = prefix === '' ? '' : `${prefix}.`;
  return `CASE WHEN json_type(f.json) = 'ARRAY' THEN ${quoteString(prefix)} || '[' || f.key || ']' ELSE ${quoteString(dot)} || f.key END`;
}

function isTrue(node: unknown): boolean {
  if (node === undefined) return false;
  const { name, payload } = variantOf(node);
  const value = name === 'Value' && isRecord(payload) ? variantOf(payload['value']) : null;
  if (value?.name !== 'Boolean') throw unsupported('FLATTEN with a flag that is not a constant');
  return value.payload === true;
}

/** GENERATOR(ROWCOUNT => n): n rows without columns; the one here has a name no query can say. */
function printGenerator(call: CallParts): string {
  const count = call.named.get('ROWCOUNT');
  const rows = count === undefined ? null : integerLiteral(count);
  if (call.named.size !== 1 || rows === null) throw unsupported('GENERATOR without a constant ROWCOUNT');
  return `SELECT range AS "generated row" FROM range(${rows})`;
}

function printSplitToTable(call: CallParts, printer: Printer): string {
  const [text, separator] = listOf(call.args).map((arg) => printer.expression(arg));
  if (text === undefined || separator === undefined) throw invalidArgument('SPLIT_TO_TABLE needs two arguments.');
  return `SELECT 1 AS "SEQ", generate_subscripts(parts, 1) AS "INDEX", unnest(parts) AS "VALUE" FROM (SELECT string_split(${text}, ${separator}) AS parts)`;
}
