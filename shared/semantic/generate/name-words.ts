import { splitIdentifier } from '../identifier-words.ts';

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  `acct=account addr=address amt=amount avg=average bal=balance cat=category cd=code cnt=count cust=customer cur=currency curr=currency
  dept=department desc=description disc=discount dob=birthdate dt=date emp=employee fy=fiscal_year inv=invoice loc=location
  mfgr=manufacturer mgr=manager mkt=market mktg=marketing mth=month nbr=number num=number ord=order org=organization pct=percent
  prc=price prod=product qtr=quarter qty=quantity rev=revenue seg=segment tel=telephone tot=total trx=transaction txn=transaction
  lat=latitude lon=longitude lng=longitude temp=temperature
  ts=timestamp val=value wh=warehouse yr=year
  fname=first_name lname=last_name mname=middle_name bdate=birth_date dest=destination bldg=building len=length
  wt=weight ht=height perc=percent`
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

const ENDS_IN_IE: ReadonlySet<string> = new Set('movies cookies series species calories zombies rookies'.split(' '));

function singular(word: string): string {
  if (word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (ENDS_IN_IE.has(word)) return /^(?:series|species)$/.test(word) ? word : word.slice(0, -1);
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Last words that are often glued to the one before, as in `custid`, `productname`, `startdate`. */
const GLUED = /^([a-z]{3,})(name|date|code|type|number|desc|status)$/;
const WHOLE: ReadonlySet<string> = new Set(
  'update surname username filename nickname candidate mandate validate prototype barcode postcode zipcode forename codename rename typename hostname'.split(
    ' ',
  ),
);

function partGlued(word: string): readonly string[] {
  const parts = WHOLE.has(word) ? null : GLUED.exec(word);
  return parts === null ? [word] : [parts[1] ?? '', parts[2] ?? ''];
}

/** Words of a column's name, abbreviations written out. A glued `customerkey` is parted. */
export function columnWords(name: string): readonly string[] {
  const split = splitIdentifier(name);
  // The parts of LName mean nothing alone.
  const whole = split.length === 2 ? ABBREVIATIONS.get(split.join('')) : undefined;
  return (whole === undefined ? split : [whole])
    .flatMap((word) => (word.length > 4 && word.endsWith('key') ? [word.slice(0, -3), 'key'] : [word]))
    .flatMap(partGlued)
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

/** Words that name nothing without their table. */
const GENERIC: ReadonlySet<string> = new Set(
  'id key name title label code description detail details type status number no date year month time other city state country address phone email location gender sex age first last'.split(
    ' ',
  ),
);

/** True for a name that many tables may have for different things, such as `name` or `other_details`. */
export function isGenericName(name: string): boolean {
  return columnWords(name).every((word) => GENERIC.has(word));
}

/** The words of a name with the last one in the singular. */
export function singularWords(name: string): string {
  const words = columnWords(name);
  return words.map((word, index) => (index === words.length - 1 ? singular(word) : word)).join(' ');
}
