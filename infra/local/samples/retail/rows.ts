import type { DayNumber } from '#shared/calendar/civil-date.ts';

/** Rows of the sample's tables. Days are numbers since 1970-01-01, money is whole cents. */

export interface DateRow {
  readonly day: DayNumber;
  readonly year: number;
  readonly quarter: number;
  readonly month: number;
  readonly monthName: string;
  readonly week: number;
  readonly dayOfWeek: number;
  readonly dayName: string;
  readonly fiscalYear: number;
  readonly fiscalQuarter: number;
  readonly holiday: string | null;
}

export type Region = 'North America' | 'Europe' | 'Asia Pacific' | 'Latin America';
export type Channel = 'Retail' | 'Online' | 'Wholesale';
export type Segment = 'Consumer' | 'Small Business' | 'Corporate';

export const REGIONS: readonly Region[] = ['North America', 'Europe', 'Asia Pacific', 'Latin America'];
export const CHANNELS: readonly Channel[] = ['Retail', 'Online', 'Wholesale'];

export interface Place {
  readonly city: string;
  readonly country: string;
  readonly region: Region;
}

export interface CustomerRow extends Place {
  readonly key: number;
  readonly name: string;
  readonly email: string;
  readonly segment: Segment;
  readonly tier: 'None' | 'Silver' | 'Gold' | 'Platinum';
  readonly signupDay: DayNumber;
}

export interface ProductRow {
  readonly key: number;
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  readonly category: string;
  readonly subcategory: string;
  readonly costCents: number;
  readonly priceCents: number;
  readonly launchDay: DayNumber;
}

export interface StoreRow extends Place {
  readonly key: number;
  readonly name: string;
  readonly channel: Channel;
  readonly openedDay: DayNumber;
}

export interface PromotionRow {
  readonly key: number;
  readonly name: string;
  /** Thousandths: 150 is 15 %. */
  readonly rateThousandths: number;
  readonly startDay: DayNumber;
  /** The last day. */
  readonly endDay: DayNumber;
}

export interface SaleRow {
  readonly orderId: number;
  readonly line: number;
  readonly day: DayNumber;
  readonly customer: number;
  readonly product: number;
  readonly store: number;
  readonly promotion: number | null;
  readonly quantity: number;
  readonly priceCents: number;
  readonly discountCents: number;
  readonly netCents: number;
  readonly costCents: number;
}

export interface ReturnRow {
  readonly id: number;
  readonly day: DayNumber;
  readonly sale: SaleRow;
  readonly quantity: number;
  readonly refundCents: number;
  readonly reason: string;
}

export interface InventoryRow {
  readonly day: DayNumber;
  readonly product: number;
  readonly store: number;
  readonly quantity: number;
  readonly valueCents: number;
}

export interface TargetRow {
  readonly day: DayNumber;
  readonly region: Region;
  readonly channel: Channel;
  readonly targetCents: number;
}

/** The whole sample. */
export interface RetailData {
  readonly dates: readonly DateRow[];
  readonly customers: readonly CustomerRow[];
  readonly products: readonly ProductRow[];
  readonly stores: readonly StoreRow[];
  readonly promotions: readonly PromotionRow[];
  readonly sales: readonly SaleRow[];
  readonly returns: readonly ReturnRow[];
  readonly inventory: readonly InventoryRow[];
  readonly targets: readonly TargetRow[];
}
