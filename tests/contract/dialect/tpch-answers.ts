/**
 * Answers of the 22 questions at scale 0.01 as DuckDB publishes them for its own dbgen (github.com/duckdb/duckdb,
 * extension/tpch/dbgen/answers/sf0.01; comments there come from a pool of 10 MB). Figures are by value, not by format.
 *
 * `rows` is the whole answer, or its first rows when `count` is given.
 */
export interface PublishedAnswer {
  readonly question: number;
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly count?: number;
  /** Column whose text our sample cannot share: DuckDB draws addresses from another range than dbgen. */
  readonly without?: readonly number[];
}

export const PUBLISHED_ANSWERS: readonly PublishedAnswer[] = [
  {
    question: 1,
    rows: [
      ['A', 'F', 380456, 532348211.65, 505822441.486102, 526165934.000839, 25.575155, 35785.709307, 0.050081, 14876],
      ['N', 'F', 8971, 12384801.37, 11798257.208, 12282485.056933, 25.778736, 35588.509684, 0.047759, 348],
      ['N', 'O', 742802, 1041502841.45, 989737518.634604, 1029418531.523352, 25.454988, 35691.129209, 0.049931, 29181],
      ['R', 'F', 381449, 534594445.35, 507996454.406699, 528524219.358906, 25.597168, 35874.006533, 0.049828, 14902],
    ],
  },
  {
    question: 2,
    without: [5],
    rows: [
      [
        4186.95,
        'Supplier#000000077',
        'GERMANY',
        249,
        'Manufacturer#4',
        '',
        '17-281-345-4863',
        'ainst the blithely ironic packages poach at the regul',
      ],
      [
        1883.37,
        'Supplier#000000086',
        'ROMANIA',
        1015,
        'Manufacturer#4',
        '',
        '29-903-665-7065',
        ' foxes boost after the carefully silent asymptotes. slyl',
      ],
      [
        1687.81,
        'Supplier#000000017',
        'ROMANIA',
        1634,
        'Manufacturer#2',
        '',
        '29-601-884-9219',
        'se slyly furiously even notornis. furiously regular packa',
      ],
      [
        287.16,
        'Supplier#000000052',
        'ROMANIA',
        323,
        'Manufacturer#4',
        '',
        '29-974-934-4713',
        'arefully silent pinto beans use furiously furiously even deposits. regular packages are furious',
      ],
    ],
  },
  {
    question: 3,
    rows: [
      [47714, 267010.5894, '1995-03-11', 0],
      [22276, 266351.5562, '1995-01-29', 0],
      [32965, 263768.3414, '1995-02-25', 0],
      [21956, 254541.1285, '1995-02-02', 0],
      [1637, 243512.7981, '1995-02-08', 0],
      [10916, 241320.0814, '1995-03-11', 0],
      [30497, 208566.6969, '1995-02-07', 0],
      [450, 205447.4232, '1995-03-05', 0],
      [47204, 204478.5213, '1995-03-13', 0],
      [9696, 201502.2188, '1995-02-20', 0],
    ],
  },
  {
    question: 4,
    rows: [
      ['1-URGENT', 93],
      ['2-HIGH', 103],
      ['3-MEDIUM', 109],
      ['4-NOT SPECIFIED', 102],
      ['5-LOW', 128],
    ],
  },
  { question: 6, rows: [[1193053.2253]] },
  {
    question: 7,
    rows: [
      ['FRANCE', 'GERMANY', 1995, 268068.5774],
      ['FRANCE', 'GERMANY', 1996, 303862.298],
      ['GERMANY', 'FRANCE', 1995, 621159.4882],
      ['GERMANY', 'FRANCE', 1996, 379095.8854],
    ],
  },
  {
    question: 8,
    rows: [
      [1995, 0],
      [1996, 0],
    ],
  },
  {
    question: 9,
    count: 173,
    rows: [
      ['ALGERIA', 1998, 97864.5682],
      ['ALGERIA', 1997, 368231.6695],
      ['ALGERIA', 1996, 196525.8046],
      ['ALGERIA', 1995, 341438.6885],
      ['ALGERIA', 1994, 677444.016],
      ['ALGERIA', 1993, 458756.9157],
      ['ALGERIA', 1992, 549243.9511],
      ['ARGENTINA', 1998, 80448.768],
      ['ARGENTINA', 1997, 186279.1618],
    ],
  },
  {
    question: 10,
    count: 20,
    without: [5],
    rows: [
      [
        679,
        'Customer#000000679',
        378211.3252,
        1394.44,
        'IRAN',
        '',
        '20-146-696-9508',
        'oys. furiously silent pinto beans',
      ],
      [
        1201,
        'Customer#000001201',
        374331.534,
        5165.39,
        'IRAN',
        '',
        '20-825-400-1187',
        'r foxes boost blithely final accounts. furiously silent ideas unwind. blithely even dependencies wake slyly; sly',
      ],
      [
        422,
        'Customer#000000422',
        366451.0126,
        -272.14,
        'INDONESIA',
        '',
        '19-299-247-2444',
        ' are carefully. slyly regular requests hag',
      ],
    ],
  },
  {
    question: 11,
    count: 359,
    rows: [
      [1376, 13271249.89],
      [788, 9498648.06],
      [1071, 9388264.4],
      [1768, 9207199.75],
      [1168, 8881908.96],
      [1084, 8709494.16],
    ],
  },
  {
    question: 13,
    count: 32,
    rows: [
      [0, 500],
      [10, 69],
      [9, 66],
      [11, 63],
      [12, 60],
      [8, 60],
      [14, 56],
      [13, 55],
      [21, 48],
      [20, 45],
      [7, 45],
    ],
  },
  { question: 14, rows: [[15.486546]] },
  { question: 15, without: [2], rows: [[21, 'Supplier#000000021', '', '12-253-590-5816', 1161099.4636]] },
  { question: 17, rows: [[null]] },
  {
    question: 18,
    rows: [
      ['Customer#000000667', 667, 29158, '1995-10-21', 439687.23, 305],
      ['Customer#000000178', 178, 6882, '1997-04-09', 422359.65, 303],
    ],
  },
  { question: 19, rows: [[22923.028]] },
  // The address as dbgen draws it, from the same folder's older answer of this question.
  { question: 20, rows: [['Supplier#000000013', 'HK71HQyWoqRWOX8GI FpgAifW,2PoH']] },
];
