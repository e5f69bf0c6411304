import { toDayNumber } from '#shared/calendar/civil-date.ts';
import type { generateTpch } from '#infra/local/samples/tpch/generate-tpch.ts';

type Tpch = Awaited<ReturnType<typeof generateTpch>>;
type Rows = readonly (readonly (string | number)[])[];

/** The questions that nobody has published answers of at this scale, worked out from the rows without SQL. */
export const SECOND_METHOD: Readonly<Record<number, (data: Tpch) => Rows>> = {
  5: localSuppliers,
  12: shippingModes,
  16: offersPerKind,
  21: waitingSuppliers,
  22: idleCustomers,
};

const byKey = <Row extends { readonly key: number }>(rows: readonly Row[]): ReadonlyMap<number, Row> =>
  new Map(rows.map((row) => [row.key, row]));

const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

function tally(entries: Iterable<readonly [string, number]>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, value] of entries) sums.set(name, (sums.get(name) ?? 0) + value);
  return sums;
}

function localSuppliers({ nations, suppliers, customers, orders, lines }: Tpch): Rows {
  const [nation, supplier, customer, order] = [byKey(nations), byKey(suppliers), byKey(customers), byKey(orders)];
  const sums = tally(
    lines.flatMap((line) => {
      const home = nation.get(supplier.get(line.supplierKey)?.nationKey ?? -1);
      const sale = order.get(line.orderKey);
      const isLocal = customer.get(sale?.customerKey ?? -1)?.nationKey === home?.key;
      const isAsked = home?.regionKey === 2 && yearOf(sale?.day ?? 0) === 1994;
      return isLocal && isAsked ? [[home.name, line.extendedPrice * (100 - line.discount)] as const] : [];
    }),
  );
  return [...sums].map(([name, sum]) => [name, sum / 10_000]).sort((a, b) => Number(b[1]) - Number(a[1]));
}

function shippingModes({ orders, lines }: Tpch): Rows {
  const order = byKey(orders);
  const [from, to] = [toDayNumber('1994-01-01'), toDayNumber('1995-01-01')];
  const late = lines.filter(
    (line) =>
      line.commitDay < line.receiptDay &&
      line.shipDay < line.commitDay &&
      line.receiptDay >= from &&
      line.receiptDay < to,
  );
  return ['MAIL', 'SHIP'].map((mode) => {
    const priorities = late
      .filter(({ shipMode }) => shipMode === mode)
      .map(({ orderKey }) => order.get(orderKey)?.priority ?? '');
    const high = priorities.filter((priority) => /^[12]-/.test(priority)).length;
    return [mode, high, priorities.length - high];
  });
}

function offersPerKind({ parts, partSuppliers, suppliers }: Tpch): Rows {
  const part = byKey(parts);
  const complained = new Set(
    suppliers.filter(({ comment }) => /Customer.*Complaints/.test(comment)).map(({ key }) => key),
  );
  const kinds = new Map<string, Set<number>>();
  for (const { partKey, supplierKey } of partSuppliers) {
    const { brand = '', type = '', size = 0 } = part.get(partKey) ?? {};
    const isAsked = brand !== 'Brand#45' && !type.startsWith('MEDIUM POLISHED');
    if (!isAsked || ![49, 14, 23, 45, 19, 3, 36, 9].includes(size) || complained.has(supplierKey)) continue;
    const kind = JSON.stringify([brand, type, size]);
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(supplierKey));
  }
  const compare = (a: unknown, b: unknown): number => Number(String(a) > String(b)) - Number(String(a) < String(b));
  return [...kinds]
    .map(([kind, offers]) => {
      const [, brand = '', type = '', size = ''] = /^\["(.*)","(.*)",(\d+)\]$/.exec(kind) ?? [];
      return [brand, type, Number(size), offers.size];
    })
    .sort(
      (a, b) =>
        Number(b[3]) - Number(a[3]) || compare(a[0], b[0]) || compare(a[1], b[1]) || Number(a[2]) - Number(b[2]),
    );
}

function waitingSuppliers({ nations, suppliers, orders }: Tpch): Rows {
  const supplier = byKey(suppliers);
  const saudi = nations.find(({ name }) => name === 'SAUDI ARABIA')?.key;
  const waits = orders.flatMap(({ status, lines }) => {
    if (status !== 'F') return [];
    const late = lines.filter((line) => line.receiptDay > line.commitDay);
    return late.flatMap(({ supplierKey }) => {
      const isAlone = late.every((line) => line.supplierKey === supplierKey);
      const hasOthers = lines.some((line) => line.supplierKey !== supplierKey);
      const { name = '', nationKey = -1 } = supplier.get(supplierKey) ?? {};
      return isAlone && hasOthers && nationKey === saudi ? [[name, 1] as const] : [];
    });
  });
  return [...tally(waits)].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function idleCustomers({ customers, orders }: Tpch): Rows {
  const codes = ['13', '17', '18', '23', '29', '30', '31'];
  const asked = customers.filter(({ phone }) => codes.includes(phone.slice(0, 2)));
  const rich = asked.filter(({ balance }) => balance > 0);
  const average = rich.reduce((sum, { balance }) => sum + balance, 0) / rich.length;
  const ordering = new Set(orders.map(({ customerKey }) => customerKey));
  const idle = asked.filter(({ key, balance }) => balance > average && !ordering.has(key));
  return codes.flatMap((code) => {
    const found = idle.filter(({ phone }) => phone.startsWith(code));
    return found.length === 0 ? [] : [[code, found.length, found.reduce((sum, { balance }) => sum + balance, 0) / 100]];
  });
}
