import { endRow, RandomStream } from './random-stream.ts';
import { randomPiece } from './random-text.ts';
import type { PartRow, PartSupplierRow } from './rows.ts';
import { retailPrice, supplierOf, SUPPLIERS_PER_PART, type TableSizes } from './table-sizes.ts';

const COLORS =
  'almond|antique|aquamarine|azure|beige|bisque|black|blanched|blue|blush|brown|burlywood|burnished|chartreuse|chiffon|chocolate|coral|cornflower|cornsilk|cream|cyan|dark|deep|dim|dodger|drab|firebrick|floral|forest|frosted|gainsboro|ghost|goldenrod|green|grey|honeydew|hot|indian|ivory|khaki|lace|lavender|lawn|lemon|light|lime|linen|magenta|maroon|medium|metallic|midnight|mint|misty|moccasin|navajo|navy|olive|orange|orchid|pale|papaya|peach|peru|pink|plum|powder|puff|purple|red|rose|rosy|royal|saddle|salmon|sandy|seashell|sienna|sky|slate|smoke|snow|spring|steel|tan|thistle|tomato|turquoise|violet|wheat|white|yellow'.split(
    '|',
  );

/** Every combination, the last list running fastest. */
const combine = (...lists: readonly string[]): readonly string[] =>
  lists
    .map((list) => list.split('|'))
    .reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`)));

const TYPES = combine(
  'STANDARD|SMALL|MEDIUM|LARGE|ECONOMY|PROMO',
  'ANODIZED|BURNISHED|PLATED|POLISHED|BRUSHED',
  'TIN|NICKEL|BRASS|STEEL|COPPER',
);
const CONTAINERS = combine('SM|LG|MED|JUMBO|WRAP', 'CASE|BOX|BAG|JAR|PACK|PKG|CAN|DRUM');

const WORDS_PER_NAME = 5;

/** Five different colours: the start of a shuffle. */
function randomName(stream: RandomStream): string {
  const words = [...COLORS];
  for (let at = 0; at < WORDS_PER_NAME; at += 1) {
    const other = stream.between(at, words.length - 1);
    const word = words[other] ?? '';
    words[other] = words[at] ?? '';
    words[at] = word;
  }
  return words.slice(0, WORDS_PER_NAME).join(' ');
}

export function makePartRows({ parts, poolSize }: TableSizes): readonly PartRow[] {
  const streams = {
    manufacturer: new RandomStream(1, 1),
    brand: new RandomStream(46_831_694, 1),
    type: new RandomStream(1_841_581_359, 1),
    size: new RandomStream(1_193_163_244, 1),
    container: new RandomStream(727_633_698, 1),
    comment: new RandomStream(804_159_733, 2),
    name: new RandomStream(709_314_158, COLORS.length),
  };
  return Array.from({ length: parts }, (_, index) => {
    const key = index + 1;
    const manufacturer = streams.manufacturer.between(1, 5);
    const row: PartRow = {
      key,
      name: randomName(streams.name),
      manufacturer: `Manufacturer#${manufacturer}`,
      brand: `Brand#${manufacturer}${streams.brand.between(1, 5)}`,
      type: streams.type.pick(TYPES),
      size: streams.size.between(1, 50),
      container: streams.container.pick(CONTAINERS),
      retailPrice: retailPrice(key),
      comment: randomPiece(streams.comment, 14, poolSize),
    };
    endRow(streams);
    return row;
  });
}

export function makePartSupplierRows({ parts, suppliers, poolSize }: TableSizes): readonly PartSupplierRow[] {
  const streams = {
    quantity: new RandomStream(1_671_059_989, SUPPLIERS_PER_PART),
    cost: new RandomStream(1_051_288_424, SUPPLIERS_PER_PART),
    comment: new RandomStream(1_961_692_154, SUPPLIERS_PER_PART * 2),
  };
  return Array.from({ length: parts }, (_, index) => {
    const offers = Array.from({ length: SUPPLIERS_PER_PART }, (__, which): PartSupplierRow => ({
      partKey: index + 1,
      supplierKey: supplierOf(index + 1, which, suppliers),
      availableQuantity: streams.quantity.between(1, 9_999),
      supplyCost: streams.cost.between(100, 100_000),
      comment: randomPiece(streams.comment, 124, poolSize),
    }));
    endRow(streams);
    return offers;
  }).flat();
}
