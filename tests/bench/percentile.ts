/** The value below which a share of the samples lies, by the nearest-rank method; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** `p50 12.3  p95 45.6  max 78.9`, in milliseconds. */
export function summarize(samples: readonly number[]): string {
  const figures = [
    ['p50', percentile(samples, 0.5)],
    ['p95', percentile(samples, 0.95)],
    ['max', Math.max(...samples)],
  ] as const;
  return figures.map(([name, value]) => `${name} ${value.toFixed(1).padStart(7)}`).join('  ');
}
