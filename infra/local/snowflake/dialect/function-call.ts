import { invalidArgument, unsupported } from './refusal.ts';
import { printNumber, printText } from './print-operators.ts';
import type { Printer } from './printer.ts';
import { isVariantExpression, literalKind, stringLiteral } from './variants.ts';

/** A call as the parser read it, its arguments still syntax. */
export interface CallParts {
  readonly name: string;
  readonly args: readonly unknown[];
  /** `input => v`, by upper-case name. */
  readonly named: ReadonlyMap<string, unknown>;
  readonly distinct: boolean;
  /** COUNT(*). */
  readonly star: boolean;
  /** WITHIN GROUP (ORDER BY …). */
  readonly withinGroup: readonly unknown[];
  readonly nullTreatment: 'IGNORE NULLS' | 'RESPECT NULLS' | null;
  /** OVER (…) with its frame, in DuckDB SQL; null = none. */
  readonly over: WindowText | null;
}

export interface WindowText {
  readonly partition: string;
  readonly order: string;
  /** As written; empty = Snowflake's default for the function. */
  readonly frame: string;
}

/** What a rule prints from: the call's arguments in DuckDB SQL, on demand. */
export class FunctionCall {
  readonly parts: CallParts;
  readonly printer: Printer;

  constructor(parts: CallParts, printer: Printer) {
    this.parts = parts;
    this.printer = printer;
  }

  get count(): number {
    return this.parts.args.length;
  }

  node(index: number): unknown {
    const node = this.parts.args[index];
    if (node === undefined) throw invalidArgument(`not enough arguments for function [${this.parts.name}].`);
    return node;
  }

  arg(index: number): string {
    return this.printer.expression(this.node(index));
  }

  /** As a number: a VARIANT is cast, as Snowflake does. */
  number(index: number): string {
    return printNumber(this.node(index), this.printer);
  }

  /** As text in Snowflake's form. */
  text(index: number): string {
    return printText(this.node(index), this.printer);
  }

  /** As a date or time: a string constant is a timestamp, as Snowflake reads it. */
  moment(index: number): string {
    return literalKind(this.node(index)) === 'text' ? `CAST(${this.arg(index)} AS TIMESTAMP)` : this.arg(index);
  }

  all(): readonly string[] {
    return this.parts.args.map((node) => this.printer.expression(node));
  }

  /** A string argument that shapes the result and so has to be a constant. */
  constant(index: number, what: string): string {
    const text = stringLiteral(this.node(index));
    if (text === null) throw unsupported(`${this.parts.name} with a ${what} that is not a constant`);
    return text;
  }

  /** As something that can be put in order; a VARIANT without a cast is refused, since its text order is not its order. */
  orderable(index: number): string {
    if (isVariantExpression(this.node(index), this.printer))
      throw unsupported(`${this.parts.name} of a VARIANT without a cast`);
    return this.arg(index);
  }

  /** A DuckDB aggregate over the call's rows: with its DISTINCT, order and window. */
  aggregate(name: string, args: readonly string[], options: AggregateOptions = {}): string {
    const distinct = (options.distinct ?? this.parts.distinct) ? 'DISTINCT ' : '';
    const order = options.order === undefined || options.order === '' ? '' : ` ORDER BY ${options.order}`;
    const filter = options.filter === undefined ? '' : ` FILTER (WHERE ${options.filter})`;
    return `${name}(${distinct}${args.join(', ')}${order})${filter}${this.over('')}`;
  }

  /** ` OVER (…)` with the frame as written or the given default; empty when the call has no window. */
  over(defaultFrame: string): string {
    const { over } = this.parts;
    if (over === null) return '';
    return ` OVER (${[over.partition, over.order, over.frame === '' ? defaultFrame : over.frame].filter((part) => part !== '').join(' ')})`;
  }
}

export interface AggregateOptions {
  readonly distinct?: boolean;
  /** ORDER BY inside the aggregate's parentheses. */
  readonly order?: string;
  readonly filter?: string;
}

/** How one Snowflake function is said in DuckDB. */
export interface FunctionRule {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly min: number;
  readonly max: number;
  print(call: FunctionCall): string;
}

export type FunctionRules = Readonly<Record<string, FunctionRule>>;

export function scalar(min: number, max: number, print: (call: FunctionCall) => string): FunctionRule {
  return { kind: 'scalar', min, max, print };
}

export function aggregate(min: number, max: number, print: (call: FunctionCall) => string): FunctionRule {
  return { kind: 'aggregate', min, max, print };
}

export function windowed(min: number, max: number, print: (call: FunctionCall) => string): FunctionRule {
  return { kind: 'window', min, max, print };
}
