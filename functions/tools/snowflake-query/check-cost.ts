import { AppError } from '#shared/errors/app-error.ts';
import type { ScanEstimate, Statement, StatementLimits, Warehouse } from '#shared/warehouse/warehouse.ts';
import type { TableSizes } from './table-sizes.ts';

/** How long a statement that compiled and was cheap enough is believed to stay so. */
const CHECKED_MS = 10 * 60_000;
const MOST_CHECKED = 1_000;

/** Compiles statements without running them and holds their cost to a budget; what was checked lately is not asked again. */
export interface StatementCheck {
  /**
   * @throws AppError `invalid_sql` when the statement does not compile, `too_expensive` when it would read more than the
   *   budget, saying what to narrow.
   */
  check(statement: Statement, limits: StatementLimits, now: number): Promise<CheckedScan | null>;
}

/** What a statement would read, and how that is known. */
export interface CheckedScan extends ScanEstimate {
  /** `plan`: the warehouse explained the statement; `table-sizes`: it did not, and its tables' sizes were added up. */
  readonly by: 'plan' | 'table-sizes';
}

/**
 * @param maxScanBytes most bytes that one statement may read, as it is estimated; 0 for no limit.
 * @param sizes what to go by where the warehouse explains nothing; without it there is no estimate then.
 */
export function createStatementCheck(
  warehouse: Pick<Warehouse, 'describe' | 'estimate'>,
  maxScanBytes: number,
  sizes: TableSizes | null = null,
): StatementCheck {
  const checked = new Map<string, { readonly at: number; readonly estimate: CheckedScan | null }>();

  async function estimateOf(statement: Statement, limits: StatementLimits, now: number): Promise<CheckedScan | null> {
    if (maxScanBytes === 0) return null;
    const explained = await warehouse.estimate(statement, limits);
    if (explained !== null) return { ...explained, by: 'plan' };
    const measured = (await sizes?.estimate(statement, limits, now)) ?? null;
    return measured === null ? null : { ...measured, by: 'table-sizes' };
  }

  return {
    async check(statement, limits, now) {
      const key = JSON.stringify([limits.role, statement.sql, statement.binds]);
      const known = checked.get(key);
      if (known !== undefined && now - known.at < CHECKED_MS) return known.estimate;
      const [, estimate] = await Promise.all([
        warehouse.describe(statement, limits),
        estimateOf(statement, limits, now),
      ]);
      if (estimate !== null && estimate.bytes > maxScanBytes) refuseCost(estimate, maxScanBytes);
      if (checked.size >= MOST_CHECKED) checked.clear();
      checked.set(key, { at: now, estimate });
      return estimate;
    },
  };
}

function refuseCost({ bytes, partitions, partitionsTotal, by }: CheckedScan, budget: number): never {
  const reads =
    by === 'plan'
      ? `It would read about ${inGigabytes(bytes)}, more than the ${inGigabytes(budget)} that one statement may.`
      : `What it asks of its tables is about ${inGigabytes(bytes)}, more than the ${inGigabytes(budget)} that one statement may read, and the warehouse does not say how much of that a condition leaves out.`;
  throw new AppError('too_expensive', `${reads} ${mendOf(by, partitionsTotal > 0 && partitions >= partitionsTotal)}`, {
    details: { bytes, budget, partitions, by },
  });
}

function mendOf(by: CheckedScan['by'], isWhole: boolean): string {
  // A period does not make a table smaller.
  if (by === 'table-sizes') return 'Ask about fewer figures or fewer groups, or have the limit raised.';
  // Nothing is pruned: a period would help most.
  return isWhole
    ? 'It reads its tables whole: ask for a period, or filter by a date.'
    : 'Ask for a shorter period, or about fewer things at once.';
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toLocaleString('en-US', { maximumFractionDigits: bytes < 1e9 ? 3 : 1 })} GB`;
}
