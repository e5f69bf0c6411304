import { METRIC_TIME } from '#shared/schemas/plan-parts.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/** `A`, `A and B`, `A, B and C`. */
export function listWords(words: readonly string[], joint = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}

/** A label inside a sentence: lower case unless it is an abbreviation. */
export function midSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

export function labelOfElement(model: SemanticModel, id: string): string {
  if (id === METRIC_TIME) return 'date';
  for (const table of model.tables) {
    const found = [...table.dimensions, ...table.timeDimensions, ...table.facts, ...table.filters].find(
      (element) => element.id === id,
    );
    if (found !== undefined) return found.label;
  }
  return id;
}
