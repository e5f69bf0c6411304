import type { BinaryOperator, LiteralExpression } from './expression.ts';

interface Located {
  /** Range of the text it was read from, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** One part of a dotted name, upper case unless it was quoted. */
export interface Identifier {
  readonly value: string;
  readonly isQuoted: boolean;
}

export interface SqlName extends Located {
  readonly kind: 'name';
  readonly parts: readonly Identifier[];
}

export interface SqlOrderItem {
  readonly by: SqlNode;
  readonly isDescending: boolean;
}

export interface SqlWindow {
  readonly isExcluding: boolean;
  readonly partitionBy: readonly SqlNode[];
  readonly orderBy: readonly SqlOrderItem[];
  readonly frame: string | null;
}

export interface SqlCall extends Located {
  readonly kind: 'call';
  /** Upper case; dotted for a user-defined function. */
  readonly name: string;
  readonly isDistinct: boolean;
  /** COUNT(*) */
  readonly isStar: boolean;
  /** Date part of DATE_TRUNC and its kin, lower case. */
  readonly unit: string | null;
  readonly arguments: readonly SqlNode[];
  readonly window: SqlWindow | null;
  /** Range of what stands between the parentheses. */
  readonly inside: Located;
}

/** The syntax tree of an expression, its names not yet looked up. */
export type SqlNode =
  | SqlName
  | SqlCall
  | (Located & { readonly kind: 'literal'; readonly type: LiteralExpression['type']; readonly value: string })
  | (Located & { readonly kind: 'attribute'; readonly name: string })
  | (Located & { readonly kind: 'unary'; readonly operator: '-' | 'NOT'; readonly operand: SqlNode })
  | (Located & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: SqlNode;
      readonly right: SqlNode;
    })
  | (Located & { readonly kind: 'cast'; readonly operand: SqlNode; readonly type: string; readonly safe: boolean })
  | (Located & {
      readonly kind: 'case';
      readonly operand: SqlNode | null;
      readonly branches: readonly { readonly condition: SqlNode; readonly result: SqlNode }[];
      readonly otherwise: SqlNode | null;
    })
  | (Located & {
      readonly kind: 'in';
      readonly operand: SqlNode;
      readonly negated: boolean;
      readonly values: readonly SqlNode[];
    })
  | (Located & {
      readonly kind: 'between';
      readonly operand: SqlNode;
      readonly negated: boolean;
      readonly low: SqlNode;
      readonly high: SqlNode;
    })
  | (Located & {
      readonly kind: 'like';
      readonly operand: SqlNode;
      readonly negated: boolean;
      readonly caseSensitive: boolean;
      readonly pattern: SqlNode;
      readonly escape: SqlNode | null;
    })
  | (Located & { readonly kind: 'is-null'; readonly operand: SqlNode; readonly negated: boolean });
