import { onPage, returning } from './documented-statement.ts';

const AGGR =
  '(SELECT column1 AS k, column2 AS v FROM VALUES (1, 10.00), (1, 20.00), (1, 21.00), (2, 10.00), (2, 20.00), (2, 25.00), (2, 30.00), (3, NULL)) AS aggr';
const NUMBERS = '(SELECT column1 AS x, column2 AS y FROM VALUES (1, 2), (2, 4), (3, 5), (NULL, 1)) AS t';
const SALES =
  "(SELECT column1 AS region, column2 AS amount, column3 AS day FROM VALUES ('EU', 10, 1), ('EU', 30, 2), ('US', 20, 1), ('US', NULL, 2)) AS sales";

export const AGGREGATE_STATEMENTS = [
  returning(
    'functions/median',
    `SELECT k, MEDIAN(v) FROM ${AGGR} GROUP BY k ORDER BY k`,
    [1, 20],
    [2, 22.5],
    [3, null],
  ),
  returning(
    'functions/percentile_cont',
    `SELECT k, PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY v) FROM ${AGGR} GROUP BY k ORDER BY k`,
    [1, 15],
    [2, 17.5],
    [3, null],
  ),
  returning(
    'functions/percentile_disc',
    `SELECT k, PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v) FROM ${AGGR} GROUP BY k ORDER BY k`,
    [1, '10.00'],
    [2, '10.00'],
    [3, null],
  ),
  returning('functions/count', `SELECT COUNT(*), COUNT(v), COUNT(DISTINCT v) FROM ${AGGR}`, [8, 7, 5]),
  returning('functions/count', `SELECT COUNT(x, y), COUNT(DISTINCT x, y) FROM ${NUMBERS}`, [3, 3]),
  returning(
    'functions/sum',
    `SELECT k, SUM(v) FROM ${AGGR} GROUP BY k ORDER BY k`,
    [1, '51.00'],
    [2, '85.00'],
    [3, null],
  ),
  returning('functions/sum', `SELECT SUM(DISTINCT v) FROM ${AGGR}`, ['106.00']),
  returning(
    'functions/avg',
    `SELECT k, AVG(v) FROM ${AGGR} GROUP BY k ORDER BY k`,
    [1, '17.00000000'],
    [2, '21.25000000'],
    [3, null],
  ),
  returning('functions/avg', `SELECT AVG(x) FROM ${NUMBERS}`, ['2.000000']),
  returning('functions/min', `SELECT MIN(v), MAX(v) FROM ${AGGR}`, ['10.00', '30.00']),
  returning('functions/count_if', `SELECT COUNT_IF(v > 20) FROM ${AGGR}`, [3]),
  returning('functions/stddev', `SELECT ROUND(STDDEV(x), 6), ROUND(STDDEV_POP(x), 6) FROM ${NUMBERS}`, [1, 0.816497]),
  returning('functions/variance', `SELECT VARIANCE(x), ROUND(VAR_POP(x), 6) FROM ${NUMBERS}`, [1, 0.666667]),
  returning('functions/corr', `SELECT ROUND(CORR(y, x), 6) FROM ${NUMBERS}`, [0.981981]),
  returning('functions/covar_pop', `SELECT ROUND(COVAR_POP(y, x), 6), COVAR_SAMP(y, x) FROM ${NUMBERS}`, [1, 1.5]),
  returning(
    'functions/regr_slope',
    `SELECT REGR_SLOPE(y, x), ROUND(REGR_INTERCEPT(y, x), 6), REGR_COUNT(y, x) FROM ${NUMBERS}`,
    [1.5, 0.666667, 3],
  ),
  returning('functions/listagg', `SELECT LISTAGG(region, '|') WITHIN GROUP (ORDER BY amount) FROM ${SALES}`, [
    'EU|US|EU|US',
  ]),
  returning(
    'functions/listagg',
    `SELECT LISTAGG(DISTINCT region, ', ') WITHIN GROUP (ORDER BY region DESC) FROM ${SALES}`,
    ['US, EU'],
  ),
  returning('functions/listagg', `SELECT LISTAGG(region) FROM ${SALES} WHERE 1 = 2`, ['']),
  returning('functions/array_agg', `SELECT ARRAY_AGG(amount) WITHIN GROUP (ORDER BY amount DESC) FROM ${SALES}`, [
    '[30,20,10]',
  ]),
  returning(
    'functions/array_agg',
    `SELECT region, ARRAY_AGG(DISTINCT day) WITHIN GROUP (ORDER BY day) FROM ${SALES} GROUP BY region ORDER BY region`,
    ['EU', '[1,2]'],
    ['US', '[1,2]'],
  ),
  returning('functions/object_agg', `SELECT OBJECT_AGG(region, amount) FROM ${SALES} WHERE day = 1`, [
    '{"EU":10,"US":20}',
  ]),
  returning('functions/max_by', `SELECT MAX_BY(region, amount), MIN_BY(region, amount) FROM ${SALES}`, ['EU', 'EU']),
  returning('functions/mode', 'SELECT MODE(column1) FROM VALUES (1), (2), (2), (NULL), (NULL), (NULL)', [2]),
  returning('functions/boolor_agg', `SELECT BOOLOR_AGG(amount > 25), BOOLAND_AGG(amount > 25) FROM ${SALES}`, [
    true,
    false,
  ]),
  returning(
    'functions/bitor_agg',
    'SELECT BITAND_AGG(column1), BITOR_AGG(column1), BITXOR_AGG(column1) FROM VALUES (12), (10)',
    [8, 14, 6],
  ),
  returning('functions/approx_count_distinct', `SELECT APPROX_COUNT_DISTINCT(region) FROM ${SALES}`, [2]),
  returning(
    'functions/any_value',
    `SELECT region, ANY_VALUE(region) FROM ${SALES} GROUP BY region ORDER BY region`,
    ['EU', 'EU'],
    ['US', 'US'],
  ),
  returning(
    'functions/grouping',
    `SELECT region, GROUPING(region), SUM(amount) FROM ${SALES} GROUP BY ROLLUP (region) ORDER BY region`,
    ['EU', 0, 40],
    ['US', 0, 20],
    [null, 1, 60],
  ),
  returning(
    'constructs/group-by-cube',
    `SELECT region, day, SUM(amount) FROM ${SALES} GROUP BY CUBE (region, day) ORDER BY region, day`,
    ['EU', 1, 10],
    ['EU', 2, 30],
    ['EU', null, 40],
    ['US', 1, 20],
    ['US', 2, null],
    ['US', null, 20],
    [null, 1, 30],
    [null, 2, 30],
    [null, null, 60],
  ),
  returning(
    'constructs/group-by-grouping-sets',
    `SELECT region, day, COUNT(*) FROM ${SALES} GROUP BY GROUPING SETS ((region), (day)) ORDER BY region, day`,
    ['EU', null, 2],
    ['US', null, 2],
    [null, 1, 2],
    [null, 2, 2],
  ),
  returning(
    'constructs/group-by',
    `SELECT region, SUM(amount) FROM ${SALES} GROUP BY ALL ORDER BY 1`,
    ['EU', 40],
    ['US', 20],
  ),
  returning('constructs/having', `SELECT region FROM ${SALES} GROUP BY region HAVING SUM(amount) > 30`, ['EU']),
  returning('functions/skew', 'SELECT ROUND(KURTOSIS(column1), 4) FROM VALUES (1), (2), (4), (5)', [-3.3]),
  ...onPage('functions/sum', ['SELECT SUM(column1) FROM VALUES (NULL::INT)', null]),
];
