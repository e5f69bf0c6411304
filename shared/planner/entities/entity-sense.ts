/** What words mean among the things of a model: a kind of thing, what is known of it, or a value. */
export type EntitySense =
  | { readonly kind: 'table'; readonly table: string; readonly weight: number }
  /** `ids` holds more than one where a name is stored in parts, as first and last name. */
  | { readonly kind: 'column'; readonly table: string; readonly ids: readonly string[]; readonly weight: number }
  | {
      readonly kind: 'value';
      readonly table: string;
      readonly id: string;
      readonly value: string;
      /** It is what a thing of the table is called. */
      readonly isName: boolean;
      readonly weight: number;
    };

export type ColumnSense = Extract<EntitySense, { kind: 'column' }>;
export type ValueSense = Extract<EntitySense, { kind: 'value' }>;
export type TableSense = Extract<EntitySense, { kind: 'table' }>;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Direction = 'ascending' | 'descending';
export type AggregateName = 'sum' | 'avg' | 'min' | 'max';

/** A quality that adjectives speak of: "older" and "youngest" are both about age. */
export type Quality =
  'age' | 'price' | 'length' | 'height' | 'size' | 'weight' | 'date' | 'worth' | 'speed' | 'pay' | 'amount';

/** Words of the closed class, as a question about things uses them. */
export type Cue =
  | { readonly name: 'count' }
  | { readonly name: 'aggregate'; readonly function: AggregateName }
  /** `up`: large values come first. `quality` is null where a noun says what is measured: "the highest price". */
  | { readonly name: 'rank'; readonly up: boolean; readonly quality: Quality | null; readonly extreme: boolean }
  | { readonly name: 'common'; readonly up: boolean }
  | { readonly name: 'compare'; readonly comparator: Comparator; readonly quality: Quality | null }
  | { readonly name: 'text'; readonly match: 'contains' | 'starts' | 'ends' }
  /** "How old", "how long": the quality itself is asked for. */
  | { readonly name: 'asked'; readonly quality: Quality }
  | { readonly name: 'direction'; readonly direction: Direction }
  | {
      readonly name:
        | 'between'
        | 'order'
        | 'not'
        | 'without'
        | 'group'
        | 'distinct'
        | 'and'
        | 'or'
        | 'both'
        | 'relative'
        | 'with'
        | 'of'
        | 'in'
        | 'named'
        | 'top'
        | 'null'
        | 'all-columns';
    };

/** A stretch of the question with what it may mean. */
export interface Chunk {
  readonly heard: string;
  readonly text: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly senses: readonly EntitySense[];
  readonly cues: readonly Cue[];
  readonly number: number | null;
  /** ISO date. */
  readonly date: string | null;
  readonly quoted: string | null;
  readonly isPlural: boolean;
  readonly isFiller: boolean;
  readonly isLight: boolean;
  readonly isFuzzy: boolean;
}
