import { AstNode, variantOf } from './ast-node.ts';
import { FunctionCall } from './function-call.ts';
import type { CallParts, FunctionRule } from './function-call.ts';
import { ruleOf } from './functions/function-rules.ts';
import { storedName } from './identifiers.ts';
import { printWindow } from './print-window.ts';
import type { Printer } from './printer.ts';
import { invalidArgument, unsupported } from './refusal.ts';

/** A function call; a function without a rule is refused by its name. */
export function printFunction(payload: unknown, printer: Printer): string {
  const parts = readCall(payload, printer);
  const rule = ruleOf(parts.name);
  checkCall(parts, rule);
  return rule.print(new FunctionCall(parts, printer));
}

/** Reads a call in full; throws 000002 for any clause that no rule could see. */
export function readCall(payload: unknown, printer: Printer): CallParts {
  const node = new AstNode(payload, 'function');
  const name = functionName(node.list('name'));
  node.take('uses_odbc_syntax');
  const treatment = node.take('null_treatment');
  const over = node.take('over');
  const withinGroup = node.list('within_group');
  const args = readArguments(node.take('args'), name);
  if (node.take('parameters') !== 'None') throw unsupported(`${name} with parameters`);
  node.finish();
  return {
    name,
    ...args,
    withinGroup,
    nullTreatment: nullTreatment(treatment) ?? args.nullTreatment,
    over: over === null ? null : printWindow(over, printer),
  };
}

function functionName(parts: readonly unknown[]): string {
  const [only, ...more] = parts;
  const { name, payload } = variantOf(only);
  if (name !== 'Identifier') throw unsupported('computed function name');
  if (more.length > 0)
    throw unsupported(
      `user-defined or schema-qualified function ${parts.map((part) => storedName(variantOf(part).payload)).join('.')}`,
    );
  return storedName(payload);
}

function nullTreatment(value: unknown): CallParts['nullTreatment'] {
  if (value === null) return null;
  return value === 'IgnoreNulls' ? 'IGNORE NULLS' : 'RESPECT NULLS';
}

type ArgumentParts = Pick<CallParts, 'args' | 'named' | 'distinct' | 'star' | 'nullTreatment'>;

const NO_ARGUMENTS: ArgumentParts = { args: [], named: new Map(), distinct: false, star: false, nullTreatment: null };

function readArguments(value: unknown, name: string): ArgumentParts {
  const { name: form, payload } = variantOf(value);
  if (form === 'None') return NO_ARGUMENTS;
  if (form === 'Subquery') throw unsupported(`${name} of a subquery`);
  const list = new AstNode(payload, name);
  const distinct = list.take('duplicate_treatment') === 'Distinct';
  const clauses = list.list('clauses').map((clause) => variantOf(clause));
  const other = clauses.find((clause) => clause.name !== 'IgnoreOrRespectNulls');
  if (other !== undefined) throw unsupported(`${name} with ${other.name}`);
  const items = list.list('args').map((item) => readArgument(item));
  list.finish();
  return {
    args: items.flatMap((item) => (item.name === null && item.node !== STAR ? [item.node] : [])),
    named: new Map(items.flatMap((item) => (item.name === null ? [] : [[item.name, item.node] as const]))),
    distinct,
    star: items.some((item) => item.node === STAR),
    nullTreatment: nullTreatment(clauses[0]?.payload ?? null),
  };
}

const STAR = Symbol('*');

interface ArgumentNode {
  readonly name: string | null;
  readonly node: unknown;
}

function readArgument(item: unknown): ArgumentNode {
  const { name: form, payload } = variantOf(item);
  if (form === 'Unnamed') return { name: null, node: argumentNode(payload) };
  if (form !== 'Named') throw unsupported(`${form} argument`);
  const node = new AstNode(payload, 'argument');
  const name = storedName(node.take('name'));
  node.take('operator');
  const inner = argumentNode(node.take('arg'));
  node.finish();
  return { name, node: inner };
}

function argumentNode(value: unknown): unknown {
  const { name, payload } = variantOf(value);
  if (name === 'Wildcard') return STAR;
  if (name !== 'Expr') throw unsupported(`argument ${name}`);
  return payload;
}

function checkCall(parts: CallParts, rule: FunctionRule): void {
  const { name, args } = parts;
  const wrong = (word: string, limit: number): Error =>
    invalidArgument(`${word} arguments for function [${name}], expected ${limit}, got ${args.length}.`);
  if (args.length < rule.min && !parts.star) throw wrong('not enough', rule.min);
  if (args.length > rule.max) throw wrong('too many', rule.max);
  if (parts.named.size > 0) throw unsupported(`${name} with named arguments`);
  if (parts.star && name !== 'COUNT') throw unsupported(`${name}(*)`);
  const breach = CLAUSE_BREACHES[rule.kind].find(({ isBroken }) => isBroken(parts));
  if (breach !== undefined) throw unsupported(`${name} ${breach.what}`);
}

interface ClauseBreach {
  readonly what: string;
  readonly isBroken: (parts: CallParts) => boolean;
}

const WITH_OVER: ClauseBreach = { what: 'with OVER', isBroken: (parts) => parts.over !== null };
const WITHOUT_OVER: ClauseBreach = { what: 'without OVER', isBroken: (parts) => parts.over === null };
const WITH_DISTINCT: ClauseBreach = { what: 'with DISTINCT', isBroken: (parts) => parts.distinct };
const WITH_GROUP: ClauseBreach = { what: 'with WITHIN GROUP', isBroken: (parts) => parts.withinGroup.length > 0 };
const WITH_NULLS: ClauseBreach = {
  what: 'with IGNORE or RESPECT NULLS',
  isBroken: (parts) => parts.nullTreatment !== null,
};

const CLAUSE_BREACHES: Readonly<Record<FunctionRule['kind'], readonly ClauseBreach[]>> = {
  scalar: [WITH_OVER, WITH_DISTINCT, WITH_GROUP, WITH_NULLS],
  window: [WITHOUT_OVER, WITH_DISTINCT, WITH_GROUP],
  aggregate: [WITH_NULLS],
};
