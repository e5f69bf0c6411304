import type { DuckDBMaterializedResult } from '@duckdb/node-api';

import type { RowType } from './column-type.ts';

/** A finished result, kept until its client has read it. */
export interface ResultSet {
  readonly rowTypes: readonly RowType[];
  readonly rowCount: number;
  /** Rough size of all rows as JSON text, for the limit on what is kept. */
  readonly estimatedBytes: number;
  /** Row counts of the pieces that are fetched one by one; the first travels inside the answer. */
  readonly pieces: readonly number[];
  /** The rows of one piece as JSON arrays joined by commas, built when asked for. */
  readonly readPiece: (index: number) => string;
}

/** A result of few rows made here rather than by DuckDB. Values are encoded already. */
export function smallResult(rowTypes: readonly RowType[], rows: readonly (readonly (string | null)[])[]): ResultSet {
  const text = rows.map((row) => JSON.stringify(row)).join(',');
  return textResult(rowTypes, rows.length, text);
}

interface Piece {
  readonly firstChunk: number;
  readonly chunkCount: number;
  readonly rowCount: number;
}

/** Groups DuckDB's chunks: the first alone, so that it travels at once, then as many as make rowsPerPiece. */
function groupChunks(rowCounts: readonly number[], rowsPerPiece: number): readonly Piece[] {
  const pieces: Piece[] = [{ firstChunk: 0, chunkCount: 1, rowCount: rowCounts[0] ?? 0 }];
  let firstChunk = 1;
  let rowCount = 0;
  for (let next = 1; next < rowCounts.length; next += 1) {
    rowCount += rowCounts[next] ?? 0;
    const isLast = next === rowCounts.length - 1;
    if (rowCount < rowsPerPiece && !isLast) continue;
    pieces.push({ firstChunk, chunkCount: next - firstChunk + 1, rowCount });
    firstChunk = next + 1;
    rowCount = 0;
  }
  return pieces;
}

function chunkText(result: DuckDBMaterializedResult, chunkIndex: number): string {
  return result.getChunk(chunkIndex).getColumnValues(0).join(',');
}

/** A result of one piece keeps its text alone, so that DuckDB's buffers are freed. */
function textResult(rowTypes: readonly RowType[], rowCount: number, text: string): ResultSet {
  return { rowTypes, rowCount, estimatedBytes: text.length, pieces: [rowCount], readPiece: () => text };
}

/** Wraps a result whose only column holds each row as a JSON array. */
export function encodedResult(
  rowTypes: readonly RowType[],
  result: DuckDBMaterializedResult,
  rowsPerPiece: number,
): ResultSet {
  if (result.chunkCount <= 1) {
    return textResult(rowTypes, result.rowCount, result.chunkCount === 0 ? '' : chunkText(result, 0));
  }
  const rowCounts = Array.from({ length: result.chunkCount }, (_, index) => result.getChunk(index).rowCount);
  const pieces = groupChunks(rowCounts, rowsPerPiece);
  const firstText = chunkText(result, 0);
  const bytesPerRow = firstText.length / Math.max(1, rowCounts[0] ?? 0);
  return {
    rowTypes,
    rowCount: result.rowCount,
    estimatedBytes: Math.ceil(bytesPerRow * result.rowCount),
    pieces: pieces.map((piece) => piece.rowCount),
    readPiece: (index) => {
      if (index === 0) return firstText;
      const piece = pieces[index];
      if (piece === undefined) throw new RangeError(`The result has no piece ${index}.`);
      return Array.from({ length: piece.chunkCount }, (_, offset) => chunkText(result, piece.firstChunk + offset)).join(
        ',',
      );
    },
  };
}
