import type { Comparator } from '#shared/schemas/plan-condition.ts';
import { phraseText } from '../question-token.ts';

/** What an adjective is about; which column of a table that is, is decided where the table is known. */
export type Quality = 'price' | 'time' | 'size' | 'length' | 'weight';

/** Words of the closed class that choose rows, besides those that also make figures. */
export type RowWord =
  /** "Cheapest", "newer": the rows at one end of a column, or beyond a bound. */
  | {
      readonly name: 'adjective';
      readonly quality: Quality;
      readonly end: 'high' | 'low';
      readonly degree: 'superlative' | 'comparative';
    }
  | { readonly name: 'never' }
  /** "No orders", "zero returns". */
  | { readonly name: 'no' }
  | { readonly name: 'nothing' }
  /** "Something", "anything": any row will do. */
  | { readonly name: 'something' }
  /** "Once", "twice": how often something is done. */
  | { readonly name: 'often'; readonly count: number }
  /** "Times" after a number. */
  | { readonly name: 'times' }
  | { readonly name: 'only' }
  | { readonly name: 'match'; readonly match: 'contains' | 'starts' | 'ends' | 'is' }
  /** "The word", "the letter" before what is looked for. */
  | { readonly name: 'letters' }
  /** "Name" of whatever is listed. */
  | { readonly name: 'name' }
  /** "Missing", "blank". */
  | { readonly name: 'missing' }
  | { readonly name: 'when' }
  /** "Costing", "priced": the column that tells the price. */
  | { readonly name: 'priced' }
  /** "Missed their target": a figure against what was aimed for. */
  | { readonly name: 'reach'; readonly comparator: Comparator }
  /** A verb that only says that something is there: "use", "place an order". */
  | { readonly name: 'light' };

const adjective = (quality: Quality, end: 'high' | 'low', degree: 'superlative' | 'comparative'): RowWord => ({
  name: 'adjective',
  quality,
  end,
  degree,
});

/** Each word with the phrases that say it, separated by `|`. */
const WORDS: readonly (readonly [RowWord, string])[] = [
  [
    adjective('price', 'high', 'superlative'),
    'most expensive|priciest|costliest|dearest|highest priced|most costly|most highly priced',
  ],
  [adjective('price', 'low', 'superlative'), 'cheapest|least expensive|lowest priced|least costly|most affordable'],
  [
    adjective('price', 'high', 'comparative'),
    'more expensive than|pricier than|costlier than|dearer than|more costly than|more expensive|pricier|costlier|dearer',
  ],
  [
    adjective('price', 'low', 'comparative'),
    'cheaper than|less expensive than|less costly than|cheaper|less expensive',
  ],
  [
    adjective('time', 'high', 'superlative'),
    'newest|latest|most recent|most recently|most newly|last|youngest|lastly|most lately',
  ],
  [adjective('time', 'low', 'superlative'), 'oldest|earliest|first|longest standing|longest serving'],
  [adjective('time', 'high', 'comparative'), 'newer than|more recent than|younger than|later than'],
  [adjective('time', 'low', 'comparative'), 'older than|earlier than'],
  [adjective('size', 'high', 'superlative'), 'largest|biggest|greatest|the largest|the biggest'],
  [adjective('size', 'low', 'superlative'), 'smallest|tiniest|littlest'],
  [adjective('size', 'high', 'comparative'), 'larger than|bigger than|greater than'],
  [adjective('size', 'low', 'comparative'), 'smaller than'],
  [adjective('length', 'high', 'superlative'), 'longest'],
  [adjective('length', 'low', 'superlative'), 'shortest'],
  [adjective('length', 'high', 'comparative'), 'longer than'],
  [adjective('length', 'low', 'comparative'), 'shorter than'],
  [adjective('weight', 'high', 'superlative'), 'heaviest'],
  [adjective('weight', 'low', 'superlative'), 'lightest'],
  [adjective('weight', 'high', 'comparative'), 'heavier than'],
  [adjective('weight', 'low', 'comparative'), 'lighter than'],
  [{ name: 'never' }, 'never|never ever|not ever|not once|not yet|never yet'],
  [{ name: 'no' }, 'no|zero|not any|not a single|not one|none of'],
  [{ name: 'nothing' }, 'nothing|nothing at all|not anything|none'],
  [
    { name: 'something' },
    'something|anything|anything at all|at least something|any thing|some thing|any of them|one or more|at least one|at least once|ever',
  ],
  [{ name: 'often', count: 1 }, 'once|one time|a single time'],
  [{ name: 'often', count: 2 }, 'twice|two times'],
  [{ name: 'often', count: 3 }, 'thrice'],
  [{ name: 'times' }, 'times|separate times|different times'],
  [{ name: 'only' }, 'only|just|exactly|a single|merely|precisely'],
  [
    { name: 'match', match: 'starts' },
    'starting with|starts with|start with|beginning with|begins with|begin with|starting in|starts in|prefixed with',
  ],
  [
    { name: 'match', match: 'ends' },
    'ending with|ends with|end with|ending in|ends in|end in|finishing with|finishes with|ending on',
  ],
  [
    { name: 'match', match: 'contains' },
    'containing|contains|contain|that contain|with the word|with the words|includes the word|including the word|include the word|that include|that mention|mentioning|mentions|has the word|have the word|with the text|featuring the word',
  ],
  [
    { name: 'match', match: 'is' },
    'named|called|with the name|by the name of|with name|titled|that are called|is called|are called|is named|are named',
  ],
  [{ name: 'letters' }, 'the word|the words|the letter|the letters|letter|letters|word|the text|the string|the prefix'],
  [{ name: 'name' }, 'name|names|the name|the names|title|titles'],
  [{ name: 'missing' }, 'missing|blank|empty|unknown|undefined|not filled in|not set|not given|is missing|are missing'],
  [{ name: 'when' }, 'when|on what date|on which date|what date|which date|what day|which day|on which day|since when'],
  [
    { name: 'priced' },
    'costing|priced|priced at|that cost|which cost|cost|costs|selling for|selling at|that sell for|at a price of|pricing',
  ],
  [
    { name: 'reach', comparator: '<' },
    'missed|miss|misses|fell short of|fall short of|fell below|failed to reach|failed to meet|failed to hit|did not reach|did not meet|did not hit|did not achieve|not reach|not meet|not hit|not achieve|not reached|not met|not hit|behind|were below|was below|are below|came in under|undershot',
  ],
  [{ name: 'reach', comparator: '>=' }, 'reached|reach|met|meet|hit|achieved|achieve|made|attained|fulfilled'],
  [
    { name: 'reach', comparator: '>' },
    'exceeded|exceed|beat|beaten|surpassed|outperformed|topped|came in over|were above|are above|was above|overshot',
  ],
  [
    { name: 'light' },
    'yet|so far|still|already|at all|but|though|contain|contains|include|includes|comprise|comprised|use|used|using|offer|offered|available|exist|exists|existing|appear|appears|place|placed|placing|make|made|making|have|has|had|having|do|did|run|ran|carry|record|recorded|there|serve|served|hold|held|operate|operated|located|sit|based|working|done|cover|come up|occur|occurred|present|represented|issued|issue|saw|seen|see|show|showed|experienced|received|receive|generated|got|get|filed|file|logged|submitted|us',
  ],
];

function collect(): ReadonlyMap<string, readonly RowWord[]> {
  const table = new Map<string, readonly RowWord[]>();
  for (const [word, phrases] of WORDS) {
    for (const phrase of phrases.split('|')) {
      const text = phraseText(phrase);
      table.set(text, [...(table.get(text) ?? []), word]);
    }
  }
  return table;
}

/** By folded text. */
export const ROW_PHRASES: ReadonlyMap<string, readonly RowWord[]> = collect();

/** Longest phrase, in words. */
export const LONGEST_ROW_PHRASE = Math.max(...[...ROW_PHRASES.keys()].map((text) => text.split(' ').length));
