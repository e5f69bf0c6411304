import { toDayNumber } from '#shared/calendar/civil-date.ts';
import { endRow, RandomStream } from './random-stream.ts';
import { numbered, randomPiece } from './random-text.ts';
import type { LineRow, OrderRow } from './rows.ts';
import { retailPrice, supplierOf, SUPPLIERS_PER_PART, type TableSizes } from './table-sizes.ts';

const FIRST_DAY = toDayNumber('1992-01-01');
/** Orders end 151 days before the last day, 1998-12-31, so that their lines arrive by then. */
const ORDER_DAYS = 2_406;
/** TPC-H's today: what was shipped by then is F, what was received by then may come back. */
const CURRENT_DAY = toDayNumber('1995-06-17');

const PRIORITIES = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'];
const INSTRUCTIONS = ['DELIVER IN PERSON', 'COLLECT COD', 'TAKE BACK RETURN', 'NONE'];
const MODES = ['REG AIR', 'AIR', 'RAIL', 'TRUCK', 'MAIL', 'FOB', 'SHIP'];
const RETURN_FLAGS = ['R', 'A'];

const MAX_LINES = 7;
const CLERKS = 1_000;

function openOrderStreams() {
  return {
    clerk: new RandomStream(1_171_034_773, 1),
    comment: new RandomStream(276_090_261, 2),
    day: new RandomStream(1_066_728_069, 1),
    priority: new RandomStream(591_449_447, 1),
    customer: new RandomStream(851_767_375, 1),
    lineCount: new RandomStream(1_434_868_289, 1),
  };
}

function openLineStreams() {
  const perLine = (seed: number): RandomStream => new RandomStream(seed, MAX_LINES);
  return {
    quantity: perLine(209_208_115),
    discount: perLine(554_590_007),
    tax: perLine(721_958_466),
    instruction: perLine(1_371_272_478),
    mode: perLine(675_466_456),
    part: perLine(1_808_217_256),
    supplier: perLine(2_095_021_727),
    ship: perLine(1_769_349_045),
    commit: perLine(904_914_315),
    receipt: perLine(373_135_028),
    returnFlag: perLine(717_419_739),
    comment: new RandomStream(1_095_462_486, MAX_LINES * 2),
  };
}

/** Of 32 keys eight are used: three low bits, then two that stay 0. */
function sparseKey(index: number): number {
  return Math.trunc(index / 8) * 32 + (index % 8);
}

/** Every third customer never orders. */
function randomCustomer(stream: RandomStream, customers: number): number {
  let key = stream.between(1, customers);
  for (let step = 1; key % 3 === 0; step = -step) key = Math.min(key + step, customers);
  return key;
}

/** Orders with their lines, in the order of their keys. */
export function* makeOrderRows(sizes: TableSizes): Generator<OrderRow> {
  const streams = openOrderStreams();
  const lineStreams = openLineStreams();
  for (let index = 1; index <= sizes.orders; index += 1) {
    const key = sparseKey(index);
    const day = FIRST_DAY + streams.day.between(0, ORDER_DAYS - 1);
    const count = streams.lineCount.between(1, MAX_LINES);
    const lines = Array.from({ length: count }, (_, at) =>
      makeLineRow(lineStreams, { orderKey: key, number: at + 1, orderDay: day }, sizes),
    );
    yield {
      key,
      customerKey: randomCustomer(streams.customer, sizes.customers),
      status: statusOf(lines),
      totalPrice: lines.reduce((sum, line) => sum + charge(line), 0),
      day,
      priority: streams.priority.pick(PRIORITIES),
      clerk: numbered('Clerk', streams.clerk.between(1, CLERKS)),
      comment: randomPiece(streams.comment, 49, sizes.poolSize),
      lines,
    };
    endRow(streams);
    endRow(lineStreams);
  }
}

/** Whole cents, cut after the discount and again after the tax. */
function charge({ extendedPrice, discount, tax }: LineRow): number {
  const discounted = Math.trunc((extendedPrice * (100 - discount)) / 100);
  return Math.trunc((discounted * (100 + tax)) / 100);
}

function statusOf(lines: readonly LineRow[]): OrderRow['status'] {
  const shipped = lines.filter(({ status }) => status === 'F').length;
  if (shipped === lines.length) return 'F';
  return shipped === 0 ? 'O' : 'P';
}

interface LinePlace {
  readonly orderKey: number;
  readonly number: number;
  readonly orderDay: number;
}

function makeLineRow(
  streams: ReturnType<typeof openLineStreams>,
  { orderKey, number, orderDay }: LinePlace,
  sizes: TableSizes,
): LineRow {
  const partKey = streams.part.between(1, sizes.parts);
  const quantity = streams.quantity.between(1, 50);
  const shipDay = orderDay + streams.ship.between(1, 121);
  const receiptDay = shipDay + streams.receipt.between(1, 30);
  return {
    orderKey,
    partKey,
    supplierKey: supplierOf(partKey, streams.supplier.between(0, SUPPLIERS_PER_PART - 1), sizes.suppliers),
    number,
    quantity,
    extendedPrice: retailPrice(partKey) * quantity,
    discount: streams.discount.between(0, 10),
    tax: streams.tax.between(0, 8),
    returnFlag: receiptDay <= CURRENT_DAY ? streams.returnFlag.pick(RETURN_FLAGS) : 'N',
    status: shipDay <= CURRENT_DAY ? 'F' : 'O',
    shipDay,
    commitDay: orderDay + streams.commit.between(30, 90),
    receiptDay,
    shipInstruction: streams.instruction.pick(INSTRUCTIONS),
    shipMode: streams.mode.pick(MODES),
    comment: randomPiece(streams.comment, 27, sizes.poolSize),
  };
}
