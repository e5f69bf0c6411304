import { AppError } from '#shared/errors/app-error.ts';
import type { ScanEstimate, Statement, StatementLimits, Warehouse } from '#shared/warehouse/warehouse.ts';

/** How long a statement that compiled and was cheap enough is believed to stay so. */
const CHECKED_MS = 10 * 60_000;
const MOST_CHECKED = 1_000;

/** Compiles statements without running them and holds their cost to a budget; what was checked lately is not asked again. */
export interface StatementCheck {
  /**
   * @throws AppError `invalid_sql` when the statement does not compile, `too_expensive` when it would read more than the
   *   budget, saying what to narrow.
   */
  check(statement: Statement, limits: StatementLimits, now: number): Promise<ScanEstimate | null>;
}

/** @param maxScanBytes Most bytes that one statement may read, as the warehouse estimates it; 0 for no limit. */
export function createStatementCheck(
  warehouse: Pick<Warehouse, 'describe' | 'estimate'>,
  maxScanBytes: number,
): StatementCheck {
  const checked = new Map<string, { readonly at: number; readonly estimate: ScanEstimate | null }>();

  return {
    async check(statement, limits, now) {
      const key = JSON.stringify([limits.role, statement.sql, statement.binds]);
      const known = checked.get(key);
      if (known !== undefined && now - known.at < CHECKED_MS) return known.estimate;
      const [, estimate] = await Promise.all([
        warehouse.describe(statement, limits),
        maxScanBytes === 0 ? null : warehouse.estimate(statement, limits),
      ]);
      if (estimate !== null && estimate.bytes > maxScanBytes) refuseCost(estimate, maxScanBytes);
      if (checked.size >= MOST_CHECKED) checked.clear();
      checked.set(key, { at: now, estimate });
      return estimate;
    },
  };
}

function refuseCost({ bytes, partitions, partitionsTotal }: ScanEstimate, budget: number): never {
  const reads = `It would read about ${inGigabytes(bytes)}, more than the ${inGigabytes(budget)} that one statement may.`;
  // Nothing is pruned: a period would help most.
  const isWhole = partitionsTotal > 0 && partitions >= partitionsTotal;
  const mend = isWhole
    ? 'It reads its tables whole: ask for a period, or filter by a date.'
    : 'Ask for a shorter period, or about fewer things at once.';
  throw new AppError('too_expensive', `${reads} ${mend}`, { details: { bytes, budget, partitions } });
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toLocaleString('en-US', { maximumFractionDigits: bytes < 1e9 ? 3 : 1 })} GB`;
}
