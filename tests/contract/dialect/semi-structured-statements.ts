import { onPage, returning } from './documented-statement.ts';

const CAR =
  'PARSE_JSON(\'{"dealership":"Valley View Auto Sales","salesperson":{"id":"55","name":"Frank Beasley"},"customer":[{"name":"Joyce Ridgely"}],"price":20275,"tags":null}\') AS src';

export const SEMI_STRUCTURED_STATEMENTS = [
  returning('user-guide/querying-semistructured', `SELECT src:dealership FROM (SELECT ${CAR})`, [
    '"Valley View Auto Sales"',
  ]),
  returning('user-guide/querying-semistructured', `SELECT src:salesperson.name::STRING FROM (SELECT ${CAR})`, [
    'Frank Beasley',
  ]),
  returning('user-guide/querying-semistructured', `SELECT src['salesperson']['name']::VARCHAR FROM (SELECT ${CAR})`, [
    'Frank Beasley',
  ]),
  returning('user-guide/querying-semistructured', `SELECT src:customer[0].name::STRING FROM (SELECT ${CAR})`, [
    'Joyce Ridgely',
  ]),
  returning('user-guide/querying-semistructured', `SELECT src:Dealership FROM (SELECT ${CAR})`, [null]),
  returning('user-guide/querying-semistructured', `SELECT src:price::NUMBER * 2 FROM (SELECT ${CAR})`, [40550]),
  returning(
    'user-guide/querying-semistructured',
    `SELECT COUNT(*) FROM (SELECT ${CAR}) WHERE src:price > 20000 AND src:salesperson.id = '55'`,
    [1],
  ),
  returning(
    'user-guide/querying-semistructured',
    `SELECT src:tags::STRING IS NULL, src:tags IS NULL FROM (SELECT ${CAR})`,
    [true, false],
  ),
  returning(
    'functions/flatten',
    "SELECT f.index, f.value FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[1,77]'))) f ORDER BY f.index",
    [0, 1],
    [1, 77],
  ),
  returning(
    'functions/flatten',
    'SELECT key, path, value FROM TABLE(FLATTEN(INPUT => PARSE_JSON(\'{"a":1,"b":[77,88]}\'))) ORDER BY key',
    ['a', 'a', 1],
    ['b', 'b', '[77,88]'],
  ),
  returning(
    'functions/flatten',
    'SELECT f.path, f.value FROM TABLE(FLATTEN(INPUT => PARSE_JSON(\'{"a":1,"b":[77,88]}\'), PATH => \'b\')) f ORDER BY f.index',
    ['b[0]', 77],
    ['b[1]', 88],
  ),
  returning(
    'functions/flatten',
    "SELECT t.id, f.value FROM (SELECT 1 AS id, PARSE_JSON('[]') AS v UNION ALL SELECT 2, PARSE_JSON('[5]')) t, LATERAL FLATTEN(INPUT => t.v, OUTER => TRUE) f ORDER BY t.id",
    [1, null],
    [2, 5],
  ),
  returning(
    'functions/flatten',
    'SELECT f.value:name::STRING FROM (SELECT PARSE_JSON(\'[{"name":"a"},{"name":"b"}]\') AS v) t, LATERAL FLATTEN(t.v) f ORDER BY f.index',
    ['a'],
    ['b'],
  ),
  returning(
    'functions/flatten',
    "SELECT COUNT(*) FROM (SELECT PARSE_JSON('[1,2,3]') AS v) t, LATERAL FLATTEN(INPUT => t.v) f WHERE f.value > 1",
    [2],
  ),
  ...onPage(
    'functions/array_slice',
    ['SELECT ARRAY_SLICE([0,1,2,3,4,5,6], 0, 2)', '[0,1]'],
    ["SELECT ARRAY_SLICE(['foo','snow','flake','bar'], 1, 3)", '["snow","flake"]'],
    ['SELECT ARRAY_SLICE([0,1,2,3,4,5,6], 0, -2)', '[0,1,2,3,4]'],
    ['SELECT ARRAY_SLICE([0,1,2,3,4,5,6], -5, -3)', '[2,3]'],
    ['SELECT ARRAY_SLICE([0,1,2,3,4,5,6], 10, 12)', '[]'],
    ['SELECT ARRAY_SLICE([0,1,2,3,4,5,6], NULL, 2)', null],
  ),
  ...onPage(
    'functions/array_construct',
    ["SELECT ARRAY_CONSTRUCT(10, 'a', NULL)", '[10,"a",null]'],
    ['SELECT ARRAY_CONSTRUCT()', '[]'],
  ),
  ...onPage(
    'functions/array_size',
    ['SELECT ARRAY_SIZE(ARRAY_CONSTRUCT(1, 2, 3))', 3],
    ['SELECT ARRAY_SIZE(PARSE_JSON(\'{"a":1}\'))', null],
  ),
  ...onPage('functions/array_append', ["SELECT ARRAY_APPEND([1, 2], 'c')", '[1,2,"c"]']),
  ...onPage('functions/array_prepend', ['SELECT ARRAY_PREPEND([1, 2], 0)', '[0,1,2]']),
  ...onPage('functions/array_cat', ['SELECT ARRAY_CAT([1, 2], [3, 4])', '[1,2,3,4]']),
  ...onPage('functions/array_compact', ["SELECT ARRAY_COMPACT(PARSE_JSON('[10, null, 30]'))", '[10,30]']),
  ...onPage(
    'functions/array_contains',
    ["SELECT ARRAY_CONTAINS('hello'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", true],
    ["SELECT ARRAY_CONTAINS('hello'::VARIANT, ARRAY_CONSTRUCT('hola'))", false],
  ),
  ...onPage(
    'functions/array_position',
    ["SELECT ARRAY_POSITION('hi'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", 1],
    ["SELECT ARRAY_POSITION('x'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", null],
  ),
  ...onPage(
    'functions/array_to_string',
    ["SELECT ARRAY_TO_STRING([1, 2, 3], '-')", '1-2-3'],
    ["SELECT ARRAY_TO_STRING(['a', 'b'], '')", 'ab'],
  ),
  ...onPage(
    'functions/arrays_overlap',
    ["SELECT ARRAYS_OVERLAP(['hello', 'aloha'], ['hello', 'hi'])", true],
    ['SELECT ARRAYS_OVERLAP([1], [2])', false],
  ),
  ...onPage(
    'functions/object_construct',
    ["SELECT OBJECT_CONSTRUCT('a', 1, 'b', 'BBBB', 'c', NULL)", '{"a":1,"b":"BBBB"}'],
    ['SELECT OBJECT_CONSTRUCT()', '{}'],
    ["SELECT OBJECT_CONSTRUCT('a', ARRAY_CONSTRUCT(1, 2))", '{"a":[1,2]}'],
  ),
  ...onPage('functions/object_construct_keep_null', [
    "SELECT OBJECT_CONSTRUCT_KEEP_NULL('key_1', 'one', 'key_2', NULL)",
    '{"key_1":"one","key_2":null}',
  ]),
  ...onPage('functions/object_keys', ['SELECT ARRAY_SIZE(OBJECT_KEYS(PARSE_JSON(\'{"a":1,"b":{"c":2}}\')))', 2]),
  ...onPage(
    'functions/parse_json',
    ["SELECT PARSE_JSON('1')", 1],
    ["SELECT PARSE_JSON('')", null],
    ['SELECT PARSE_JSON(NULL)', null],
  ),
  ...onPage('functions/try_parse_json', ["SELECT TRY_PARSE_JSON('{ invalid: ,]')", null]),
  ...onPage(
    'functions/get',
    ["SELECT GET(ARRAY_CONSTRUCT('a', 'b'), 1)::STRING", 'b'],
    ["SELECT GET(PARSE_JSON('{\"a\":1}'), 'a')", 1],
  ),
  ...onPage('functions/get_path', ['SELECT GET_PATH(PARSE_JSON(\'{"a":[{"b":5}]}\'), \'a[0].b\')', 5]),
  ...onPage(
    'functions/typeof',
    ["SELECT TYPEOF(PARSE_JSON('true'))", 'BOOLEAN'],
    ["SELECT TYPEOF(PARSE_JSON('[1]'))", 'ARRAY'],
    ["SELECT TYPEOF(PARSE_JSON('{}'))", 'OBJECT'],
    ['SELECT TYPEOF(PARSE_JSON(\'"a"\'))', 'VARCHAR'],
    ["SELECT TYPEOF(PARSE_JSON('5'))", 'INTEGER'],
    ["SELECT TYPEOF(PARSE_JSON('null'))", 'NULL_VALUE'],
  ),
  ...onPage('functions/is_null_value', ['SELECT IS_NULL_VALUE(PARSE_JSON(\'{"a":null}\'):a)', true]),
  ...onPage(
    'functions/is_array',
    ['SELECT IS_ARRAY(ARRAY_CONSTRUCT(1))', true],
    ["SELECT IS_ARRAY(PARSE_JSON('1'))", false],
  ),
  ...onPage('functions/to_json', ['SELECT TO_JSON(PARSE_JSON(\'{"a": 1}\'))', '{"a":1}']),
  ...onPage('data-types-semistructured', ["SELECT {'k1': 1, 'k2': 'x'}", '{"k1":1,"k2":"x"}'], ['SELECT [1, 2][1]', 2]),
];
