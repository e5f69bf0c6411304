import { addPresentation, PLAIN_PRESENTATION, type Presentation, type View } from '#shared/schemas/presentation.ts';

/** A message without the words that only say how its result is to be shown. */
export interface DisplayReading {
  /** What is left; empty when the message says nothing else. */
  readonly rest: string;
  /** Null when nothing is wished for. */
  readonly wish: Presentation | null;
  /** The currency that the figures are wanted in, as an ISO 4217 code; null when none is named. */
  readonly currency: string | null;
}

interface Phrase {
  /** Follows an opening such as a comma or "and show it", and stands at the end. */
  readonly pattern: RegExp;
  readonly means: (words: readonly string[]) => Partial<Presentation & { readonly currency: string }>;
}

const SCALES: readonly (readonly [start: string, scale: NonNullable<Presentation['scale']>])[] = [
  ['th', 'thousands'],
  ['k', 'thousands'],
  ['m', 'millions'],
  ['b', 'billions'],
];
const NUMBERS = ['no', 'one', 'two', 'three', 'four'];
const CURRENCIES: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/^(euros?|eur|€)$/, 'EUR'],
  [/^(british )?(pounds?|gbp|£)( sterling)?$/, 'GBP'],
  [/^(japanese )?(yen|jpy)$/, 'JPY'],
  [/^(swiss )?(francs?|chf)$/, 'CHF'],
  [/^(yuan|renminbi|rmb|cny)$/, 'CNY'],
  [/^(rupees?|inr)$/, 'INR'],
  [/^(us |u\.s\. |american )?(dollars?|usd|\$)$/, 'USD'],
];
const MONEY =
  '(?:euros?|eur|€|(?:british )?(?:pounds?|gbp|£)(?: sterling)?|(?:japanese )?(?:yen|jpy)|(?:swiss )?(?:francs?|chf)|yuan|renminbi|rmb|cny|rupees?|inr|(?:us |u\\.s\\. |american )?(?:dollars?|usd|\\$))';
const CHART = '(table|(?:bar|column|line) ?(?:chart|graph|plot)|bars|lines)';
const MAGNITUDE = '(thousands?|millions?|billions?|k|mio)';

function scaleOf(word: string | undefined): Presentation['scale'] {
  return SCALES.find(([start]) => word?.toLowerCase().startsWith(start) === true)?.[1] ?? null;
}

function viewOf(words: string | undefined): View {
  const form = (words ?? '').toLowerCase();
  if (form.startsWith('line')) return 'line';
  return form === 'table' ? 'table' : 'bar';
}

function decimalsOf(word: string | undefined): number {
  const named = NUMBERS.indexOf((word ?? '').toLowerCase());
  return named === -1 ? Number(word) : named;
}

function currencyOf(words: string | undefined): string {
  return CURRENCIES.find(([pattern]) => pattern.test((words ?? '').toLowerCase()))?.[1] ?? '';
}

function atEnd(source: string): RegExp {
  const lead =
    '(?:^|[,;:] *| )(?:and )?(?:(?:please )?(?:show|give|express|display|put|write)(?: me)?(?: it| them| that)? )?';
  return new RegExp(`${lead}${source}$`, 'iu');
}

/** Tried in this order until none is left: a message may wish for several things. */
const PHRASES: readonly Phrase[] = [
  // "In thousands of euros" wishes for two things: the magnitude is read when the currency has been.
  {
    pattern: atEnd(`(?:in|into|as)(?= ${MAGNITUDE} (?:of )?${MONEY}$) ${MAGNITUDE} (?:of )?(${MONEY})`),
    means: ([, scale, money]) => ({ scale: scaleOf(scale), currency: currencyOf(money) }),
  },
  { pattern: atEnd(`(?:in|into) (${MONEY})`), means: ([money]) => ({ currency: currencyOf(money) }) },
  { pattern: atEnd(`(?:in|into|as) ${MAGNITUDE}`), means: ([word]) => ({ scale: scaleOf(word) }) },
  {
    pattern: atEnd(`(?:round(?:ed)?(?: (?:it|them|that|everything))? )?to the nearest (thousand|million|billion)`),
    means: ([word]) => ({ scale: scaleOf(word), decimals: 0 }),
  },
  {
    pattern: atEnd(
      '(?:(?:round(?:ed)? (?:(?:it|them|that|everything) )?)?(?:(?:to|as|in) )?(?:the nearest )?(?:whole|full|round) numbers?|(?:round(?:ed)? (?:(?:it|them|that|everything) )?)?to (?:integers|the nearest (?:integer|dollar))|without (?:any )?(?:decimals|cents)|(?:with )?no decimals)',
    ),
    means: () => ({ decimals: 0 }),
  },
  {
    pattern: atEnd(
      '(?:(?:round(?:ed)?(?: (?:it|them|that|everything))? )?to|with) (\\d|no|one|two|three|four) (?:decimals?(?: places?)?|digits after the point)',
    ),
    means: ([count]) => ({ decimals: decimalsOf(count) }),
  },
  {
    pattern: atEnd(
      '(?:in full|unrounded|without rounding|with all (?:the )?digits|to the cent|as exact (?:figures|numbers|values))',
    ),
    means: () => ({ scale: 'exact' }),
  },
  { pattern: atEnd(`(?:as|in|into|using) (?:an? )?${CHART}`), means: ([form]) => ({ view: viewOf(form) }) },
];

/** "Bar chart of revenue by region": the form comes first. */
const FORM_FIRST = new RegExp(
  `^(?:(?:please )?(?:show|draw|plot|give|make)(?: me)? )?(?:an? )?${CHART} (?:of|for|with|showing|that shows) (?=\\S)`,
  'iu',
);
/** What is left of a message that only speaks of how to show what there is. */
const NOTHING_ELSE =
  /^(?:(?:and|now|but|ok|can you|could you|would you|please|show|give|display|make|put|express|write|round|me|it|that|this|them|these|those|all|again|the (?:numbers?|figures?|values?|amounts?|results?))(?: |$))*$/iu;

interface Taken {
  readonly rest: string;
  readonly wish: Presentation;
  readonly currency: string | null;
}

function takeLast({ rest, wish, currency }: Taken): Taken | null {
  for (const { pattern, means } of PHRASES) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    const { currency: named = null, ...meant } = means(match.slice(1));
    // What is said last counts where two wishes contradict each other.
    return {
      rest: rest.slice(0, match.index).trim(),
      wish: addPresentation({ ...PLAIN_PRESENTATION, ...meant }, wish),
      currency: currency ?? named,
    };
  }
  return null;
}

/**
 * Takes off a message what only says how its result is to be shown: "in thousands", "as a bar chart", "rounded to whole
 * numbers", "in euros". Pure; the case of the rest is kept.
 */
export function readDisplay(message: string): DisplayReading {
  const said = message
    .replaceAll(/\s+/g, ' ')
    .replace(/[ ?!.…]+$/, '')
    .replace(/,? please$/i, '')
    .trim();
  const form = FORM_FIRST.exec(said);
  let taken: Taken = {
    rest: form === null ? said : said.slice(form[0].length),
    wish: form === null ? PLAIN_PRESENTATION : { ...PLAIN_PRESENTATION, view: viewOf(form[1]) },
    currency: null,
  };
  for (let next = takeLast(taken); next !== null; next = takeLast(taken)) taken = next;
  const { rest, wish, currency } = taken;
  const isWish = wish.view !== null || wish.scale !== null || wish.decimals !== null;
  if (!isWish && currency === null) return { rest: message, wish: null, currency: null };
  return { rest: NOTHING_ELSE.test(rest) ? '' : rest, wish: isWish ? wish : null, currency };
}
