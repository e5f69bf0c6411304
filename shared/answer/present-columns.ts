import type { FigureFormat } from './format-figure.ts';
import type { AnswerSource } from './result-view.ts';

/** The same rows with figures to be written as the person wishes; the figures themselves stay as they are. */
export function presentColumns(source: AnswerSource): AnswerSource {
  const { scale = null, decimals = null } = source.presentation ?? {};
  if (scale === null && decimals === null) return source;
  const columns = source.compiled.columns.map((column) => {
    const format: FigureFormat = { ...column.format, wished: { scale, decimals } };
    return { ...column, format };
  });
  return { ...source, compiled: { ...source.compiled, columns } };
}
