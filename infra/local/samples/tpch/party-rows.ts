import { NATION_COUNT } from './places.ts';
import { endRow, RandomStream } from './random-stream.ts';
import { numbered, randomAddress, randomPhone, randomPiece } from './random-text.ts';
import type { CustomerRow, SupplierRemark, SupplierRow } from './rows.ts';
import type { TableSizes } from './table-sizes.ts';
import type { PoolPiece } from './text-pool.ts';

const SEGMENTS = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'];
/** Cents. */
const [LOWEST_BALANCE, HIGHEST_BALANCE] = [-99_999, 999_999];

export function makeCustomerRows({ customers, poolSize }: TableSizes): readonly CustomerRow[] {
  const streams = {
    address: new RandomStream(881_155_353, 9),
    nation: new RandomStream(1_489_529_863, 1),
    phone: new RandomStream(1_521_138_112, 3),
    balance: new RandomStream(298_370_230, 1),
    segment: new RandomStream(1_140_279_430, 1),
    comment: new RandomStream(1_335_826_707, 2),
  };
  return Array.from({ length: customers }, (_, index) => {
    const nationKey = streams.nation.between(0, NATION_COUNT - 1);
    const row: CustomerRow = {
      key: index + 1,
      name: numbered('Customer', index + 1),
      address: randomAddress(streams.address),
      nationKey,
      phone: randomPhone(streams.phone, nationKey),
      balance: streams.balance.between(LOWEST_BALANCE, HIGHEST_BALANCE),
      segment: streams.segment.pick(SEGMENTS),
      comment: randomPiece(streams.comment, 73, poolSize),
    };
    endRow(streams);
    return row;
  });
}

/** Suppliers in 10,000 that are remarked upon. */
const REMARKED = 10;
/** Letters of the remark's two parts, `Customer ` and `Complaints`. */
const REMARK_LENGTH = 19;

export function makeSupplierRows({ suppliers, poolSize }: TableSizes): readonly SupplierRow[] {
  const streams = {
    address: new RandomStream(706_178_559, 9),
    nation: new RandomStream(110_356_601, 1),
    phone: new RandomStream(884_434_366, 3),
    balance: new RandomStream(962_338_209, 1),
    comment: new RandomStream(1_341_315_363, 2),
    gap: new RandomStream(263_032_577, 1),
    kind: new RandomStream(753_643_799, 1),
    chance: new RandomStream(202_794_285, 1),
    place: new RandomStream(715_851_524, 1),
  };
  return Array.from({ length: suppliers }, (_, index) => {
    const nationKey = streams.nation.between(0, NATION_COUNT - 1);
    const comment = randomPiece(streams.comment, 63, poolSize);
    const row: SupplierRow = {
      key: index + 1,
      name: numbered('Supplier', index + 1),
      address: randomAddress(streams.address),
      nationKey,
      phone: randomPhone(streams.phone, nationKey),
      balance: streams.balance.between(LOWEST_BALANCE, HIGHEST_BALANCE),
      comment,
      remark: randomRemark(streams, comment),
    };
    endRow(streams);
    return row;
  });
}

type RemarkStreams = Readonly<Record<'gap' | 'kind' | 'chance' | 'place', RandomStream>>;

function randomRemark(streams: RemarkStreams, { length }: PoolPiece): SupplierRemark | null {
  const isRemarked = streams.chance.between(1, 10_000) <= REMARKED;
  const isComplaint = streams.kind.between(0, 100) < 50;
  const gap = streams.gap.between(0, length - REMARK_LENGTH);
  const at = streams.place.between(0, length - REMARK_LENGTH - gap);
  return isRemarked ? { word: isComplaint ? 'Complaints' : 'Recommends', at, gap } : null;
}

/** A supplier's comment with the remark written over it. */
export function withRemark(text: string, remark: SupplierRemark | null): string {
  if (remark === null) return text;
  const first = 'Customer ';
  const second = remark.at + first.length + remark.gap;
  return (
    text.slice(0, remark.at) +
    first +
    text.slice(remark.at + first.length, second) +
    remark.word +
    text.slice(second + remark.word.length)
  );
}
