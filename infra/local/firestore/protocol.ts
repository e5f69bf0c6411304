/**
 * The shapes of google.firestore.v1 messages as the decoder of proto-service.ts gives them: enums and 64-bit
 * integers as text, lists and maps never absent, absent messages null, the chosen member of a oneof named beside it.
 */
export interface Timestamp {
  readonly seconds: string;
  readonly nanos: number;
}

export type Fields = Readonly<Record<string, Value>>;

export type Value =
  | { readonly valueType: 'nullValue'; readonly nullValue: 'NULL_VALUE' }
  | { readonly valueType: 'booleanValue'; readonly booleanValue: boolean }
  | { readonly valueType: 'integerValue'; readonly integerValue: string }
  | { readonly valueType: 'doubleValue'; readonly doubleValue: number }
  | { readonly valueType: 'timestampValue'; readonly timestampValue: Timestamp }
  | { readonly valueType: 'stringValue'; readonly stringValue: string }
  | { readonly valueType: 'bytesValue'; readonly bytesValue: Buffer }
  | { readonly valueType: 'referenceValue'; readonly referenceValue: string }
  | {
      readonly valueType: 'geoPointValue';
      readonly geoPointValue: { readonly latitude: number; readonly longitude: number };
    }
  | { readonly valueType: 'arrayValue'; readonly arrayValue: { readonly values: readonly Value[] } }
  | { readonly valueType: 'mapValue'; readonly mapValue: { readonly fields: Fields } };

export interface DocumentMessage {
  readonly name: string;
  readonly fields: Fields;
  readonly createTime?: Timestamp | null;
  readonly updateTime?: Timestamp | null;
}

export interface DocumentMask {
  readonly fieldPaths: readonly string[];
}

export type Precondition =
  | { readonly conditionType: 'exists'; readonly exists: boolean }
  | { readonly conditionType: 'updateTime'; readonly updateTime: Timestamp };

export type FieldTransform = { readonly fieldPath: string } & (
  | { readonly transformType: 'setToServerValue'; readonly setToServerValue: string }
  | { readonly transformType: 'increment'; readonly increment: Value }
  | { readonly transformType: 'maximum'; readonly maximum: Value }
  | { readonly transformType: 'minimum'; readonly minimum: Value }
  | {
      readonly transformType: 'appendMissingElements';
      readonly appendMissingElements: { readonly values: readonly Value[] };
    }
  | { readonly transformType: 'removeAllFromArray'; readonly removeAllFromArray: { readonly values: readonly Value[] } }
);

export type Write = {
  readonly updateMask: DocumentMask | null;
  readonly updateTransforms: readonly FieldTransform[];
  readonly currentDocument: Precondition | null;
} & (
  | { readonly operation: 'update'; readonly update: DocumentMessage }
  | { readonly operation: 'delete'; readonly delete: string }
  | {
      readonly operation: 'transform';
      readonly transform: { readonly document: string; readonly fieldTransforms: readonly FieldTransform[] };
    }
);

export interface WriteResult {
  readonly updateTime: Timestamp | null;
  readonly transformResults: readonly Value[];
}

export interface FieldReference {
  readonly fieldPath: string;
}

export type FieldOperator =
  | 'OPERATOR_UNSPECIFIED'
  | 'LESS_THAN'
  | 'LESS_THAN_OR_EQUAL'
  | 'GREATER_THAN'
  | 'GREATER_THAN_OR_EQUAL'
  | 'EQUAL'
  | 'NOT_EQUAL'
  | 'ARRAY_CONTAINS'
  | 'IN'
  | 'ARRAY_CONTAINS_ANY'
  | 'NOT_IN';

export type UnaryOperator = 'OPERATOR_UNSPECIFIED' | 'IS_NAN' | 'IS_NULL' | 'IS_NOT_NAN' | 'IS_NOT_NULL';

export interface FieldFilter {
  readonly field: FieldReference | null;
  readonly op: FieldOperator;
  readonly value: Value | null;
}

export interface UnaryFilter {
  readonly op: UnaryOperator;
  readonly field: FieldReference | null;
}

export type Filter =
  | {
      readonly filterType: 'compositeFilter';
      readonly compositeFilter: {
        readonly op: 'OPERATOR_UNSPECIFIED' | 'AND' | 'OR';
        readonly filters: readonly Filter[];
      };
    }
  | { readonly filterType: 'fieldFilter'; readonly fieldFilter: FieldFilter }
  | { readonly filterType: 'unaryFilter'; readonly unaryFilter: UnaryFilter };

export type Direction = 'DIRECTION_UNSPECIFIED' | 'ASCENDING' | 'DESCENDING';

export interface Cursor {
  readonly values: readonly Value[];
  readonly before: boolean;
}

export interface FindNearest {
  readonly vectorField: FieldReference | null;
  readonly queryVector: Value | null;
  readonly distanceMeasure: 'DISTANCE_MEASURE_UNSPECIFIED' | 'EUCLIDEAN' | 'COSINE' | 'DOT_PRODUCT';
  readonly limit: { readonly value: number } | null;
  readonly distanceResultField: string;
  readonly distanceThreshold: { readonly value: number } | null;
}

export interface StructuredQuery {
  readonly select: { readonly fields: readonly FieldReference[] } | null;
  readonly from: readonly { readonly collectionId: string; readonly allDescendants: boolean }[];
  readonly where: Filter | null;
  readonly orderBy: readonly { readonly field: FieldReference | null; readonly direction: Direction }[];
  readonly startAt: Cursor | null;
  readonly endAt: Cursor | null;
  readonly offset: number;
  readonly limit: { readonly value: number } | null;
  readonly findNearest: FindNearest | null;
}

export type Aggregation = { readonly alias: string } & (
  | { readonly operator: 'count'; readonly count: { readonly upTo: { readonly value: string } | null } }
  | { readonly operator: 'sum'; readonly sum: { readonly field: FieldReference | null } }
  | { readonly operator: 'avg'; readonly avg: { readonly field: FieldReference | null } }
);

export interface TransactionOptions {
  readonly mode?: 'readOnly' | 'readWrite';
  readonly readOnly?: { readonly readTime?: Timestamp | null };
  readonly readWrite?: { readonly retryTransaction: Buffer };
}

/** When a read looks: in a transaction, in one that it begins, at a time, or (no selector) now. */
export interface Consistency {
  readonly consistencySelector?: 'transaction' | 'newTransaction' | 'readTime';
  readonly transaction?: Buffer;
  readonly newTransaction?: TransactionOptions;
  readonly readTime?: Timestamp | null;
}
