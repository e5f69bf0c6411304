import { splitIdentifier } from '../identifier-words.ts';

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  `acct=account addr=address amt=amount avg=average bal=balance cat=category cd=code cnt=count cust=customer cur=currency curr=currency
  dept=department desc=description disc=discount dob=birthdate dt=date emp=employee fy=fiscal_year inv=invoice loc=location
  mfgr=manufacturer mgr=manager mkt=market mktg=marketing mth=month nbr=number num=number ord=order org=organization pct=percent
  prc=price prod=product qtr=quarter qty=quantity rev=revenue seg=segment tel=telephone tot=total trx=transaction txn=transaction
  ts=timestamp val=value wh=warehouse yr=year`
    .split(/\s+/)
    .map((pair): [string, string] => {
      const [short = '', long = ''] = pair.split('=');
      return [short, long];
    }),
);

const TABLE_PREFIXES: ReadonlySet<string> = new Set([
  'dim',
  'fct',
  'fact',
  'stg',
  'tbl',
  't',
  'v',
  'vw',
  'src',
  'ref',
  'lkp',
]);
const KEY_SUFFIXES: ReadonlySet<string> = new Set(['id', 'key', 'sk', 'fk', 'pk', 'no', 'number', 'code']);

function singular(word: string): string {
  if (word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Words of a column's name, abbreviations written out. A glued `customerkey` is parted. */
export function columnWords(name: string): readonly string[] {
  return splitIdentifier(name)
    .flatMap((word) => (word.length > 4 && word.endsWith('key') ? [word.slice(0, -3), 'key'] : [word]))
    .flatMap((word) => (ABBREVIATIONS.get(word) ?? word).split('_'));
}

/** Words of a table's name in the singular, without prefixes such as `dim_`. */
export function entityWords(name: string): readonly string[] {
  const [first, ...rest] = columnWords(name);
  if (first === undefined) return [];
  return (rest.length > 0 && TABLE_PREFIXES.has(first) ? rest : [first, ...rest]).map(singular);
}

/** The short word with which every column of a table begins, as `c` in C_NAME and C_PHONE; null when there is none. */
function commonPrefix(columns: readonly { readonly name: string }[]): string | null {
  const firsts = new Set(columns.map(({ name }) => splitIdentifier(name)[0]));
  const [only] = firsts;
  return columns.length > 1 && firsts.size === 1 && only !== undefined && only.length <= 3 ? only : null;
}

/** Words of a column's name without the prefix that all columns of its table share. */
export function ownWords(name: string, columns: readonly { readonly name: string }[]): readonly string[] {
  const prefix = commonPrefix(columns);
  const words = columnWords(name);
  return prefix !== null && splitIdentifier(name).length > 1 ? words.slice(1) : words;
}

/** The words before `id`, `key` and the like; null when they do not end as a key's name does. */
export function keyStem(words: readonly string[]): readonly string[] | null {
  return KEY_SUFFIXES.has(words.at(-1) ?? '') ? words.slice(0, -1) : null;
}
