import { z } from 'zod';
import { AppError, type ErrorCode } from '#shared/errors/app-error.ts';

const vendorErrorSchema = z.looseObject({ code: z.union([z.string(), z.number()]) });

/**
 * Snowflake's codes that we tell apart: text codes come from the service, numbers from the driver.
 * Sources: docs.snowflake.com (error codes of the SQL compiler), the driver's `error_code` table (3.3.0).
 */
const CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['000630', 'warehouse_timeout'],
  ['000604', 'cancelled'],
  ['000008', 'invalid_sql'],
  ['000904', 'invalid_sql'],
  ['000979', 'invalid_sql'],
  ['000002', 'invalid_sql'],
  ['001003', 'invalid_sql'],
  ['001044', 'invalid_sql'],
  ['002003', 'invalid_sql'],
  ['002140', 'invalid_sql'],
  ['100035', 'invalid_sql'],
  ['100038', 'invalid_sql'],
  ['100051', 'invalid_sql'],
  ['003001', 'warehouse_refused'],
  ['390100', 'warehouse_refused'],
  ['390144', 'warehouse_refused'],
  ['390189', 'warehouse_refused'],
  ['390201', 'warehouse_refused'],
]);

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  warehouse_timeout: 'The statement ran longer than it may.',
  cancelled: 'The statement was cancelled.',
  invalid_sql: 'The statement does not compile in the warehouse.',
  warehouse_refused: 'The warehouse refused the login or the right to do this.',
  warehouse_unavailable: 'The warehouse did not answer.',
};

/** Snowflake's failure as ours, by code; its text may quote the statement, so it stays the cause. */
export function toWarehouseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const parsed = vendorErrorSchema.safeParse(error);
  const vendorCode = parsed.success ? String(parsed.data.code) : 'none';
  const code = CODES.get(vendorCode) ?? 'warehouse_unavailable';
  return new AppError(code, MESSAGES[code] ?? 'The warehouse failed.', { cause: error, details: { vendorCode } });
}
