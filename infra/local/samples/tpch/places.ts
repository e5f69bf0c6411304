import { RandomStream } from './random-stream.ts';
import { randomPiece } from './random-text.ts';
import type { PlaceRow } from './rows.ts';
import type { TableSizes } from './table-sizes.ts';

const REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];

/** Nations by key, each with the key of its region (TPC-H specification 4.2.3). */
const NATIONS: readonly (readonly [string, number])[] = [
  ['ALGERIA', 0],
  ['ARGENTINA', 1],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['ETHIOPIA', 0],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['INDONESIA', 2],
  ['IRAN', 4],
  ['IRAQ', 4],
  ['JAPAN', 2],
  ['JORDAN', 4],
  ['KENYA', 0],
  ['MOROCCO', 0],
  ['MOZAMBIQUE', 0],
  ['PERU', 1],
  ['CHINA', 2],
  ['ROMANIA', 3],
  ['SAUDI ARABIA', 4],
  ['VIETNAM', 2],
  ['RUSSIA', 3],
  ['UNITED KINGDOM', 3],
  ['UNITED STATES', 1],
];

export const NATION_COUNT = NATIONS.length;

const COMMENT_LENGTH = 72;

export function makeRegionRows({ poolSize }: TableSizes): readonly PlaceRow[] {
  const comments = new RandomStream(1_500_869_201, 2);
  return REGIONS.map((name, key) => ({
    key,
    name,
    regionKey: key,
    comment: randomPiece(comments, COMMENT_LENGTH, poolSize),
  }));
}

export function makeNationRows({ poolSize }: TableSizes): readonly PlaceRow[] {
  const comments = new RandomStream(606_179_079, 2);
  return NATIONS.map(([name, regionKey], key) => ({
    key,
    name,
    regionKey,
    comment: randomPiece(comments, COMMENT_LENGTH, poolSize),
  }));
}
