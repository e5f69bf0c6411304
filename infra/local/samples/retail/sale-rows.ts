import { partsOf, type DayNumber } from '#shared/calendar/civil-date.ts';
import { holidayOf, isoWeekday } from './date-rows.ts';
import { REGION_SHARES } from './places.ts';
import type { PlantedEffects } from './planted-effects.ts';
import { seasonOf } from './product-rows.ts';
import { promotionOn } from './promotion-rows.ts';
import { createRandom, createWeightedPick, type Random } from './random.ts';
import {
  REGIONS,
  type Channel,
  type CustomerRow,
  type ProductRow,
  type PromotionRow,
  type Region,
  type SaleRow,
  type Segment,
  type StoreRow,
} from './rows.ts';

/** Orders of an average day of the first year, before season and growth; gives about 250,000 lines in three years. */
const ORDERS_A_DAY = 83;
/** Monday to Sunday. */
const WEEKDAYS = [0.9, 0.88, 0.92, 0.97, 1.12, 1.25, 0.96];
/** January to December, for everything together. */
const MONTHS = [0.92, 0.88, 0.94, 0.98, 1, 1.02, 1, 0.95, 0.98, 1.02, 1.2, 1.35];
const HOLIDAYS: Readonly<Record<string, number>> = {
  'Christmas Day': 0.35,
  'New Year’s Day': 0.5,
  'Black Friday': 1.7,
};
/** Share of an order's lines that a running promotion applies to. */
const PROMOTED_SHARE = 0.6;
const WHOLESALE_PRICE = 0.85;
const DAYS_A_YEAR = 365.25;

/** Retail, online, wholesale. */
const CHANNELS_OF: Readonly<Record<Segment, readonly [number, number, number]>> = {
  Consumer: [0.52, 0.48, 0],
  'Small Business': [0.2, 0.45, 0.35],
  Corporate: [0.04, 0.21, 0.75],
};
const CHANNEL_NAMES: readonly Channel[] = ['Retail', 'Online', 'Wholesale'];

export interface Assortment {
  readonly customers: readonly CustomerRow[];
  readonly products: readonly ProductRow[];
  readonly stores: readonly StoreRow[];
  readonly promotions: readonly PromotionRow[];
}

/** How many orders a region is expected to make on a day, from everything but chance. */
export function expectedOrders(
  day: DayNumber,
  region: Region,
  promotion: PromotionRow | null,
  effects: PlantedEffects,
): number {
  const { month } = partsOf(day);
  const growth = (1 + effects.yearlyGrowth) ** ((day - effects.from) / DAYS_A_YEAR);
  const weekday = WEEKDAYS[isoWeekday(day) - 1] ?? 1;
  const holiday = HOLIDAYS[holidayOf(day) ?? ''] ?? 1;
  const lift = 1 + (effects.promotionLift * (promotion?.rateThousandths ?? 0)) / 1000;
  return ORDERS_A_DAY * REGION_SHARES[region] * growth * (MONTHS[month - 1] ?? 1) * weekday * holiday * lift;
}

function anomalyFactor(day: DayNumber, region: Region, { anomalies, to, lateShares }: PlantedEffects): number {
  const anomaly = anomalies.find((one) => one.region === region && one.from <= day && day < one.to);
  return (anomaly?.factor ?? 1) * (lateShares[to - 1 - day] ?? 1);
}

/** Customers of a region by signup, so that those who may order on a day are the first so many. */
interface Clientele {
  readonly customers: readonly CustomerRow[];
  count: number;
}

/** Everything that an order is drawn from, prepared once. */
class OrderDesk {
  readonly #random: Random;
  readonly #effects: PlantedEffects;
  readonly #products: readonly ProductRow[];
  readonly #shops: ReadonlyMap<string, StoreRow>;
  readonly #clientele: ReadonlyMap<Region, Clientele>;
  readonly #popularity: readonly number[];
  readonly #pickChannel = new Map<Segment, (random: Random) => number>();
  #pickProduct: (random: Random) => number = () => 0;

  constructor(seed: number, { customers, products, stores }: Assortment, effects: PlantedEffects) {
    this.#random = createRandom(seed, 'sales');
    this.#effects = effects;
    this.#products = products;
    this.#shops = new Map(
      stores.map((store) => [shopKey(store.channel, store.channel === 'Retail' ? store.city : store.region), store]),
    );
    const bySignup = customers.toSorted((one, other) => one.signupDay - other.signupDay || one.key - other.key);
    this.#clientele = new Map(
      REGIONS.map((region) => [
        region,
        { customers: bySignup.filter((customer) => customer.region === region), count: 0 },
      ]),
    );
    const popularity = createRandom(seed, 'popularity');
    this.#popularity = products.map(() => 0.3 + popularity.next() ** 2 * 3);
    for (const segment of Object.keys(CHANNELS_OF)) {
      if (isSegment(segment)) this.#pickChannel.set(segment, createWeightedPick(CHANNELS_OF[segment]));
    }
  }

  /** Prepares what may be sold on a day. */
  open(day: DayNumber): void {
    const { month } = partsOf(day);
    const { recall } = this.#effects;
    const isRecalled = (name: string): boolean => name === recall.productName && recall.from <= day && day < recall.to;
    this.#pickProduct = createWeightedPick(
      this.#products.map(({ launchDay, name, category }, at) =>
        launchDay > day || isRecalled(name) ? 0 : (this.#popularity[at] ?? 1) * seasonOf(category, month),
      ),
    );
    for (const clientele of this.#clientele.values()) {
      while ((clientele.customers[clientele.count]?.signupDay ?? Number.POSITIVE_INFINITY) <= day) clientele.count += 1;
    }
  }

  /** About as many as expected: chance spreads like the square root. */
  ordersOf(expected: number): number {
    return Math.max(0, Math.round(expected + Math.sqrt(expected) * this.#random.normal()));
  }

  customerOf(region: Region): CustomerRow | null {
    const clientele = this.#clientele.get(region);
    if (clientele === undefined || clientele.count === 0) return null;
    // Squared: some customers buy far more often than others.
    return clientele.customers[Math.floor(this.#random.next() ** 1.6 * clientele.count)] ?? null;
  }

  /** The shop where the order is made; null when that store reports nothing on the day. */
  storeOf(customer: CustomerRow, day: DayNumber): StoreRow | null {
    const channel = CHANNEL_NAMES[this.#pickChannel.get(customer.segment)?.(this.#random) ?? 0] ?? 'Online';
    const store = this.#shops.get(shopKey(channel, channel === 'Retail' ? customer.city : customer.region)) ?? null;
    const { gap } = this.#effects;
    return store?.name === gap.storeName && gap.from <= day && day < gap.to ? null : store;
  }

  /** Distinct products of one order. */
  basket(): readonly ProductRow[] {
    let size = 1;
    while (size < 8 && this.#random.chance(0.56)) size += 1;
    const chosen = new Set<ProductRow>();
    for (let draw = 0; draw < size; draw += 1) {
      const product = this.#products[this.#pickProduct(this.#random)];
      if (product !== undefined) chosen.add(product);
    }
    return [...chosen];
  }

  quantity(channel: Channel): number {
    if (channel === 'Wholesale') return this.#random.between(4, 18);
    return this.#random.chance(0.7) ? 1 : this.#random.between(2, 4);
  }

  isPromoted(): boolean {
    return this.#random.chance(PROMOTED_SHARE);
  }
}

function shopKey(channel: Channel, place: string): string {
  return `${channel} ${place}`;
}

function isSegment(name: string): name is Segment {
  return name in CHANNELS_OF;
}

interface Basket {
  readonly orderId: number;
  readonly day: DayNumber;
  readonly customer: CustomerRow;
  readonly store: StoreRow;
  readonly promotion: PromotionRow | null;
}

function makeLines({ orderId, day, customer, store, promotion }: Basket, desk: OrderDesk): SaleRow[] {
  return desk.basket().map((product, at): SaleRow => {
    const quantity = desk.quantity(store.channel);
    const priceCents =
      store.channel === 'Wholesale' ? Math.round(product.priceCents * WHOLESALE_PRICE) : product.priceCents;
    const applied = promotion !== null && desk.isPromoted() ? promotion : null;
    const grossCents = quantity * priceCents;
    const discountCents = Math.round((grossCents * (applied?.rateThousandths ?? 0)) / 1000);
    return {
      orderId,
      line: at + 1,
      day,
      customer: customer.key,
      product: product.key,
      store: store.key,
      promotion: applied?.key ?? null,
      quantity,
      priceCents,
      discountCents,
      netCents: grossCents - discountCents,
      costCents: quantity * product.costCents,
    };
  });
}

/** All lines of all orders, by day and order. */
export function makeSaleRows(seed: number, assortment: Assortment, effects: PlantedEffects): SaleRow[] {
  const desk = new OrderDesk(seed, assortment, effects);
  const sales: SaleRow[] = [];
  let orderId = 100_000;
  for (let day = effects.from; day < effects.to; day += 1) {
    const promotion = promotionOn(day, assortment.promotions);
    desk.open(day);
    for (const { customer, store } of ordersOn(day, promotion, desk, effects)) {
      orderId += 1;
      for (const line of makeLines({ orderId, day, customer, store, promotion }, desk)) sales.push(line);
    }
  }
  return sales;
}

/** Who orders on a day, and where. Lazy: the lines of an order are drawn before the next customer is. */
function* ordersOn(day: DayNumber, promotion: PromotionRow | null, desk: OrderDesk, effects: PlantedEffects) {
  for (const region of REGIONS) {
    const expected = expectedOrders(day, region, promotion, effects) * anomalyFactor(day, region, effects);
    for (let orders = desk.ordersOf(expected); orders > 0; orders -= 1) {
      const customer = desk.customerOf(region);
      const store = customer === null ? null : desk.storeOf(customer, day);
      if (customer !== null && store !== null) yield { customer, store };
    }
  }
}
