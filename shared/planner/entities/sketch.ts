import type { AggregateName, Chunk, Comparator, Direction, EntitySense, Quality, ValueSense } from './entity-sense.ts';

/** A noun of the question, not yet tied to one element. */
export interface Mention {
  readonly at: number;
  readonly heard: string;
  readonly isPlural: boolean;
  readonly senses: readonly EntitySense[];
  /** Table nouns that stand beside it and probably own it: "the name of the customer". */
  readonly owners: readonly string[];
}

/** A figure or a column that something is measured by. */
export interface Measure {
  /** Null takes the column as it is. */
  readonly function: AggregateName | 'count' | 'count_distinct' | null;
  /** Null counts the rows of whatever is asked about. */
  readonly of: Mention | null;
  readonly quality: Quality | null;
}

export type Operand =
  { readonly kind: 'number'; readonly value: number } | { readonly kind: 'text'; readonly value: string };

interface Placed {
  /** Place of the filter among the stretches of the question. */
  readonly at: number;
  /** "Or" stands between it and the filter before. */
  readonly isAlternative?: boolean;
}

export type Filter = Placed & FilterKind;

type FilterKind =
  | {
      readonly kind: 'values';
      readonly values: readonly { readonly heard: string; readonly senses: readonly ValueSense[] }[];
      readonly label: Mention | null;
      readonly negated: boolean;
      /** A table noun between "without" and the value: "without a company in banking". */
      readonly things: Mention | null;
      readonly heard: string;
    }
  | {
      readonly kind: 'compare';
      readonly by: Measure | null;
      readonly comparator: Comparator;
      readonly value: Operand;
      readonly to: Operand | null;
      readonly negated: boolean;
      readonly heard: string;
    }
  | {
      readonly kind: 'text';
      readonly of: Mention | null;
      readonly match: 'contains' | 'starts' | 'ends';
      readonly value: string;
      readonly negated: boolean;
      readonly heard: string;
    }
  | {
      readonly kind: 'summary';
      readonly by: Measure | null;
      readonly comparator: Comparator;
      readonly function: AggregateName;
      readonly heard: string;
    }
  | { readonly kind: 'null'; readonly of: Mention; readonly negated: boolean; readonly heard: string }
  | { readonly kind: 'exists'; readonly of: Mention; readonly negated: boolean; readonly heard: string };

export interface Ranking {
  readonly by: Measure;
  readonly up: boolean;
  /** Null when no number is said. */
  readonly count: number | null;
  readonly heard: string;
}

export interface Ordering {
  /** Null orders by what is shown first. */
  readonly by: Measure | null;
  readonly direction: Direction | null;
}

/** What a question about things asks for, in its own words. */
export interface Sketch {
  readonly figures: readonly Measure[];
  readonly shown: readonly Mention[];
  readonly groups: readonly Mention[];
  readonly filters: readonly Filter[];
  readonly ranking: Ranking | null;
  readonly orderings: readonly Ordering[];
  /** "How old is …": the quality that is asked for. */
  readonly asked: Quality | null;
  /** Tables named in passing. */
  readonly tables: readonly Mention[];
  readonly isDistinct: boolean;
  /** "Both … and …": two conditions on one thing that may hold for different rows. */
  readonly isBoth: boolean;
  readonly wantsAllColumns: boolean;
  /** Nouns in a condition of which nothing was made. */
  readonly loose: readonly Mention[];
  readonly unknown: readonly Chunk[];
  /** Words of the closed class that should have done something and did nothing: "not", "most", "each". */
  readonly lostCues: number;
  /** A name or a quoted text that nobody knows, where a value is meant: "in Atlantis". */
  readonly hasLostValue: boolean;
  readonly lightWords: number;
  readonly fuzzyWords: number;
  /** The stretches as folded words. */
  readonly words: readonly string[];
  /** How many stretches the question has. */
  readonly length: number;
}

/** "Top 3": a number of things, with nothing said of what they are ranked by. */
export function isPlainTop({ by }: Ranking): boolean {
  return by.function === null && by.of === null && by.quality === null;
}
