import { scalar } from '../function-call.ts';
import type { FunctionCall, FunctionRule, FunctionRules } from '../function-call.ts';
import { macro, quoteString } from '../printer.ts';
import { unsupported } from '../refusal.ts';
import { stringLiteral } from '../variants.ts';

/** A function of texts that DuckDB has with the same meaning, under this name. */
function textual(name: string, count: number): FunctionRule {
  return scalar(count, count, (call) => `${name}(${texts(call).join(', ')})`);
}

function texts(call: FunctionCall): readonly string[] {
  return call.parts.args.map((_, index) => call.text(index));
}

/** A macro whose first `textCount` arguments are texts and the others numbers; missing ones take the defaults. */
function viaMacro(name: string, textCount: number, min: number, defaults: readonly string[] = []): FunctionRule {
  return scalar(min, min + defaults.length, (call) => {
    const given = call.parts.args.map((_, index) => (index < textCount ? call.text(index) : call.number(index)));
    return macro(name, ...given, ...defaults.slice(call.count - min));
  });
}

/** Regular expressions: Snowflake's parameters c, i, m, s, e; DuckDB's engine is RE2, which knows no look-around. */
function regexOptions(call: FunctionCall, index: number): string {
  const given = call.count > index ? call.constant(index, 'parameter') : 'c';
  if (/[^cimse]/.test(given)) throw unsupported(`${call.parts.name} with the parameter ${given}`);
  const options = given.replaceAll(/[ec]/g, '');
  return quoteString(options === '' ? 'c' : options);
}

function regexPattern(call: FunctionCall): string {
  const literal = stringLiteral(call.node(1));
  if (literal !== null && /\(\?[=!<]/.test(literal)) throw unsupported('regular expression with look-around');
  return call.text(1);
}

const regexpLike = scalar(
  2,
  3,
  (call) => `regexp_full_match(${call.text(0)}, ${regexPattern(call)}, ${regexOptions(call, 2)})`,
);

function regexpReplace(call: FunctionCall): string {
  const options = regexOptions(call, 5);
  if (call.count > 3 && call.number(3) !== '1') throw unsupported('REGEXP_REPLACE from a position');
  const occurrence = call.count > 4 ? call.number(4) : '0';
  if (occurrence !== '0' && occurrence !== '1') throw unsupported('REGEXP_REPLACE of one occurrence after the first');
  const global = occurrence === '0' ? 'g' : '';
  const replacement = call.count > 2 ? call.text(2) : "''";
  return `regexp_replace(${call.text(0)}, ${regexPattern(call)}, ${replacement}, ${quoteString(`${options.slice(1, -1)}${global}`)})`;
}

/** Without a group in the pattern, the parameter e asks for nothing. */
function hasGroup(call: FunctionCall): boolean {
  return /\((?!\?)/.test(call.constant(1, 'pattern'));
}

function regexpSubstr(call: FunctionCall): string {
  const options = regexOptions(call, 4);
  const extracts = call.count > 5 || (call.count > 4 && call.constant(4, 'parameter').includes('e') && hasGroup(call));
  const group = call.count > 5 ? call.number(5) : extracts ? '1' : '0';
  const [position, occurrence] = [call.count > 2 ? call.number(2) : '1', call.count > 3 ? call.number(3) : '1'];
  const rest = position === '1' ? call.text(0) : `substring(${call.text(0)}, ${position})`;
  return `regexp_extract_all(${rest}, ${regexPattern(call)}, ${group}, ${options})[${occurrence}]`;
}

/** Every match as an array; from a position, without an occurrence before the first that counts. */
function regexpSubstrAll(call: FunctionCall): string {
  if (call.count > 3 && call.number(3) !== '1') throw unsupported('REGEXP_SUBSTR_ALL after the first occurrence');
  const extracts = call.count > 5 || (call.count > 4 && call.constant(4, 'parameter').includes('e') && hasGroup(call));
  const group = call.count > 5 ? call.number(5) : extracts ? '1' : '0';
  const rest = call.count > 2 ? `substring(${call.text(0)}, ${call.number(2)})` : call.text(0);
  return `to_json(regexp_extract_all(${rest}, ${regexPattern(call)}, ${group}, ${regexOptions(call, 4)}))`;
}

function regexpCount(call: FunctionCall): string {
  const rest = call.count > 2 ? `substring(${call.text(0)}, ${call.number(2)})` : call.text(0);
  return `len(regexp_extract_all(${rest}, ${regexPattern(call)}, 0, ${regexOptions(call, 3)}))`;
}

function sha2(call: FunctionCall): string {
  if (call.count > 1 && call.number(1) !== '256') throw unsupported('SHA2 with a size other than 256');
  return `sha256(${call.text(0)})`;
}

const likeFunction = (word: 'LIKE' | 'ILIKE'): FunctionRule =>
  scalar(2, 3, (call) => `(${call.text(0)} ${word} ${call.text(1)}${call.count > 2 ? ` ESCAPE ${call.text(2)}` : ''})`);

const length = textual('length', 1);
const md5 = textual('md5', 1);
const sha1 = textual('sha1', 1);
const substring = scalar(2, 3, (call) =>
  call.count === 2
    ? macro('substring_from', call.text(0), call.number(1))
    : macro('substring_for', call.text(0), call.number(1), call.number(2)),
);
const concat = scalar(1, 250, (call) => `(${texts(call).join(' || ')})`);
const contains = scalar(2, 2, (call) => `contains(${call.text(0)}, ${call.text(1)})`);

function trim(name: 'trim' | 'ltrim' | 'rtrim'): FunctionRule {
  return scalar(1, 2, (call) => `${name}(${call.text(0)}, ${call.count > 1 ? call.text(1) : "' '"})`);
}

/** docs.snowflake.com, sql-reference/functions-string. */
export const STRING_FUNCTIONS: FunctionRules = {
  ASCII: scalar(1, 1, (call) => macro('ascii_of', call.text(0))),
  BASE64_ENCODE: scalar(1, 1, (call) => `to_base64(encode(${call.text(0)}))`),
  BASE64_DECODE_STRING: scalar(1, 1, (call) => `decode(from_base64(${call.text(0)}))`),
  BIT_LENGTH: textual('bit_length', 1),
  CHAR: scalar(1, 1, (call) => `chr(CAST(${call.number(0)} AS INTEGER))`),
  CHARINDEX: viaMacro('charindex', 2, 2, ['1']),
  CHR: scalar(1, 1, (call) => `chr(CAST(${call.number(0)} AS INTEGER))`),
  CONCAT: concat,
  CONCAT_WS: scalar(2, 250, (call) => {
    const [separator, ...parts] = texts(call);
    return `(${parts.join(` || ${separator ?? ''} || `)})`;
  }),
  CONTAINS: contains,
  EDITDISTANCE: viaMacro('edit_distance', 2, 2),
  ENDSWITH: textual('ends_with', 2),
  HEX_ENCODE: scalar(1, 1, (call) => `hex(encode(${call.text(0)}))`),
  ILIKE: likeFunction('ILIKE'),
  INITCAP: scalar(1, 1, (call) => macro('initcap', call.text(0))),
  INSERT: scalar(4, 4, (call) => macro('insert_text', call.text(0), call.number(1), call.number(2), call.text(3))),
  JAROWINKLER_SIMILARITY: scalar(2, 2, (call) => macro('jarowinkler', call.text(0), call.text(1))),
  LEFT: viaMacro('left_of', 1, 2),
  LEN: length,
  LENGTH: length,
  LIKE: likeFunction('LIKE'),
  LOWER: textual('lower', 1),
  LPAD: scalar(2, 3, (call) => macro('pad_left', call.text(0), call.number(1), call.count > 2 ? call.text(2) : "' '")),
  LTRIM: trim('ltrim'),
  MD5: md5,
  MD5_HEX: md5,
  OCTET_LENGTH: scalar(1, 1, (call) => `strlen(${call.text(0)})`),
  POSITION: viaMacro('charindex', 2, 2, ['1']),
  REGEXP_COUNT: scalar(2, 4, regexpCount),
  REGEXP_LIKE: regexpLike,
  REGEXP_REPLACE: scalar(2, 6, regexpReplace),
  REGEXP_SUBSTR: scalar(2, 6, regexpSubstr),
  REGEXP_SUBSTR_ALL: scalar(2, 6, regexpSubstrAll),
  REPEAT: scalar(2, 2, (call) => `repeat(${call.text(0)}, ${call.number(1)})`),
  REPLACE: scalar(2, 3, (call) => `replace(${call.text(0)}, ${call.text(1)}, ${call.count > 2 ? call.text(2) : "''"})`),
  REVERSE: textual('reverse', 1),
  RIGHT: viaMacro('right_of', 1, 2),
  RLIKE: regexpLike,
  RPAD: scalar(2, 3, (call) => macro('pad_right', call.text(0), call.number(1), call.count > 2 ? call.text(2) : "' '")),
  RTRIM: trim('rtrim'),
  RTRIMMED_LENGTH: scalar(1, 1, (call) => `length(rtrim(${call.text(0)}, ' '))`),
  SHA1: sha1,
  SHA1_HEX: sha1,
  SHA2: scalar(1, 2, sha2),
  SHA2_HEX: scalar(1, 2, sha2),
  SPACE: scalar(1, 1, (call) => `repeat(' ', ${call.number(0)})`),
  SPLIT: scalar(2, 2, (call) => macro('split_to_array', call.text(0), call.text(1))),
  SPLIT_PART: viaMacro('split_part_of', 2, 3),
  STARTSWITH: textual('starts_with', 2),
  STRTOK_TO_ARRAY: viaMacro('tokens_of', 2, 1, ["' '"]),
  STRTOK: scalar(1, 3, (call) =>
    macro('strtok', call.text(0), call.count > 1 ? call.text(1) : "' '", call.count > 2 ? call.number(2) : '1'),
  ),
  SUBSTR: substring,
  SUBSTRING: substring,
  TRANSLATE: textual('translate', 3),
  TRIM: trim('trim'),
  UNICODE: scalar(1, 1, (call) => macro('ascii_of', call.text(0))),
  UPPER: textual('upper', 1),
  UUID_STRING: scalar(0, 0, () => 'CAST(uuid() AS VARCHAR)'),
};
