/**
 * Splits an identifier into lower-case words: at separators, between small and capital letters, at the end of a run of
 * capitals, and between letters and digits. `orderID` gives order, id; `HTTPServer2` gives http, server, 2.
 */
export function splitIdentifier(identifier: string): readonly string[] {
  return identifier
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z])(\d)/g, '$1 $2')
    .replaceAll(/(\d)([A-Za-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9\u0080-\uFFFF]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** How an identifier reads as the beginning of a sentence: `average_order_value` gives `Average order value`. */
export function toLabel(identifier: string): string {
  const text = splitIdentifier(identifier).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function distance(first: string, second: string): number {
  let above = Array.from({ length: second.length + 1 }, (_, column) => column);
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const change = first[row - 1] === second[column - 1] ? 0 : 1;
      const best = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + change,
      );
      current.push(best);
    }
    above = current;
  }
  return above[second.length] ?? 0;
}

/** The candidate spelled most like the name, if it is near enough to be a slip of the pen. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let nearest: { readonly candidate: string; readonly steps: number } | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps <= limit && (nearest === null || steps < nearest.steps)) nearest = { candidate, steps };
  }
  return nearest?.candidate ?? null;
}
