import { phraseText } from '../question-token.ts';
import type { Comparator, Cue, Quality } from './entity-sense.ts';

/** Adjectives by what they measure: stem-less forms are listed, since English forms them irregularly. */
const QUALITIES: readonly (readonly [
  Quality,
  up: boolean,
  positive: string,
  comparative: string,
  superlative: string,
])[] = [
  ['age', true, 'old', 'older|elder', 'oldest|eldest'],
  ['age', false, 'young', 'younger', 'youngest'],
  ['price', true, 'expensive', 'more expensive|costlier|pricier', 'most expensive|costliest|priciest'],
  ['price', false, 'cheap', 'cheaper|less expensive', 'cheapest|least expensive'],
  ['length', true, 'long', 'longer', 'longest'],
  ['length', false, 'short', 'shorter', 'shortest'],
  ['height', true, 'tall', 'taller', 'tallest'],
  ['size', true, 'large', '', ''],
  ['weight', true, 'heavy', 'heavier', 'heaviest'],
  ['weight', false, 'light', 'lighter', 'lightest'],
  ['speed', true, 'fast', 'faster', 'fastest'],
  ['speed', false, 'slow', 'slower', 'slowest'],
  ['worth', true, 'good', 'better', 'best'],
  ['worth', false, 'bad', 'worse', 'worst'],
  ['pay', true, '', 'better paid|higher paid', 'best paid|highest paid|highest earning'],
  ['date', true, '', '', 'latest|newest|most recent|most recently|last|lastest'],
  ['date', false, '', '', 'earliest|first'],
];

const COMPARISONS: readonly (readonly [Comparator, string])[] = [
  [
    '>',
    'more than|over|above|greater than|larger than|higher than|bigger than|exceeding|exceeds|exceed|after|later than|>|in excess of|beyond|is more than|is greater than|is higher than|is above|is over|are above|is larger than|more',
  ],
  [
    '<',
    'less than|fewer than|under|below|lower than|smaller than|before|earlier than|prior to|<|is less than|is lower than|is below|is under|is smaller than',
  ],
  [
    '>=',
    'at least|no less than|not less than|a minimum of|minimum of|> =|greater than or equal to|or more|no fewer than|since|more than or equal to|larger than or equal to|higher than or equal to|bigger than or equal to|is at least|are at least|or after|or later|or above|or over|or higher',
  ],
  [
    '<=',
    'at most|is at most|are at most|smaller than or equal to|lower than or equal to|fewer than or equal to|no later than|no more than|not more than|a maximum of|maximum of|< =|less than or equal to|up to|or less|or fewer|or before|or earlier|or below|or under',
  ],
  ['=', 'exactly|equal to|equals|equals to|is equal to|are equal to|=|is exactly|equal'],
  ['<>', 'other than|different from|not equal to|is not|are not|was not|not|different than'],
];

const CUES: readonly (readonly [Cue, string])[] = [
  [
    { name: 'count' },
    'how many|number of|count|count of|count the number of|the number of|total number of|the total number of|count the|total count of|total counts of|numbers of|number|frequency|frequencies|popularity|number of occurrences|frequency of|counts of|counts',
  ],
  [{ name: 'aggregate', function: 'avg' }, 'average|mean|average of|on average|averages|the average'],
  [
    { name: 'aggregate', function: 'sum' },
    'total|sum|sum of|the sum of|in total|total amount of|overall|combined|the total|summed',
  ],
  [{ name: 'aggregate', function: 'max' }, 'maximum|max|maximal|maximum of'],
  [{ name: 'aggregate', function: 'min' }, 'minimum|min|minimal|minimum of'],
  [
    { name: 'rank', up: true, quality: null, extreme: true },
    'most|highest|largest|biggest|greatest|maximum|max|the most|the highest|the largest|the greatest|top|highest total|most number of|largest number of|highest number of|greatest number of|maximum number of|biggest number of|most total',
  ],
  [
    { name: 'rank', up: false, quality: null, extreme: true },
    'least|lowest|smallest|fewest|minimum|min|the least|the lowest|the fewest|the smallest|least number of|fewest number of|smallest number of|lowest number of|minimum number of|lesser|minimal number of',
  ],
  [
    { name: 'common', up: true },
    'the majority of|makes up the majority of|make up the majority of|most common|most popular|most frequent|most frequently|most often|most used|most commonly|most frequently used|most commonly used|the most common|most widely used|most popularly used|most prominent|most prevalent|most commonly seen',
  ],
  [
    { name: 'common', up: false },
    'least common|least popular|least frequent|least frequently|least often|rarest|least used|least commonly|least commonly used|least frequently used',
  ],
  [{ name: 'between' }, 'between|ranging from|in the range of|in the range from|in the range|range from|ranges from'],
  [
    { name: 'text', match: 'contains' },
    'contain|contains|containing|include|includes|including|with the word|with the substring|contain the word|contains the word|containing the word|include the word|has the word|have the word|contain the substring|contains the substring|includes the word|contain the string|contains the letter|contain the letter|with the letter|has the substring|have the substring|like|has a substring|contains the string|contained|contains the phrase|contain the phrase|substring',
  ],
  [
    { name: 'text', match: 'starts' },
    'start with|starts with|starting with|begin with|begins with|beginning with|starting with the letter|start with the letter|starts with the letter|begin with the letter|begins with the letter|begin with the word|starts with the word|started with|prefix|starts from|start from|starting from|first letter is|starting from the letter|with the prefix|start with the word',
  ],
  [
    { name: 'text', match: 'ends' },
    'end with|ends with|ending with|end in|ends in|ending in|ended with|ends with the letter|end with the letter|suffix',
  ],
  [
    { name: 'direction', direction: 'ascending' },
    'ascending|ascending order|in ascending order|in ascending order of|ascending order of|increasing|in increasing order|in increasing order of|increasing order of|alphabetically|in alphabetical order|in alphabetical order of|alphabetical order|alphabetical order of|lexicographically|in lexicographical order|in lexicographic order|in lexicographical order of|lexicographic order|lexicographical order|from low to high|from lowest to highest|from oldest to newest|from earliest to latest|from youngest to oldest|from smallest to largest|from least to most|from least to greatest|from the oldest to the newest|chronologically|in chronological order|asc|by ascending|by ascending order of|in ascending|in an ascending order|lowest to highest|from early to late|from a to z|ascendingly|from shortest to longest|in the ascending order of|in the ascending order|in ascending alphabetical order|in ascending alphabetical order of|by alphabetical order',
  ],
  [
    { name: 'direction', direction: 'descending' },
    'descending|descending order|in descending order|in descending order of|descending order of|decreasing|in decreasing order|in decreasing order of|decreasing order of|from high to low|from highest to lowest|from newest to oldest|from latest to earliest|from oldest to youngest|from largest to smallest|from most to least|from the most recent|from most recent to oldest|desc|by descending|by descending order of|in descending|in reverse alphabetical order|in reverse alphabetical order of|in reverse lexicographical order|highest to lowest|from the most to the least|descendingly|from longest to shortest|from greatest to least|in reverse order of|in the descending order of|in the descending order|from the highest to the lowest|from large to small|from most recent to least recent|from the newest to the oldest|from the latest to the earliest|from most expensive to least expensive|from late to early|in reversed alphabetical order|by most recent|in descending alphabetical order of|reverse alphabetical order',
  ],
  [
    { name: 'order' },
    'order|ordered|order by|ordered by|sort|sorted|sort by|sorted by|sorted in|ordered in|sort them by|sort the list by|sort the results by|order them by|order the results by|rank them by|ranked by|sort in|list them in|listed in|arranged by|in order of|in the order of|in order by|in the order|list in|sort the list in|sort them in|order in|sort the result by|order the result by|sort results by|arranged in|ordered by the|sorted by the|and sort the results by|order by the|ordering by|sorting by|organized by|sort the list of|please order|listed by|ordered alphabetically by|sorted alphabetically by|alphabetically sorted by|alphabetically ordered by|sort list by|sort the names by|order the list by|sort the names in|in order|sort the information about them in|order by their',
  ],
  [
    { name: 'not' },
    "not|n't|excluding|except|except for|never|neither|nor|exclude|are not|is not|do not|does not|did not|have not|has not|were not|was not|other than|did never|have never|has never|had never|but not|cannot|can not|had not|none of",
  ],
  [
    { name: 'without' },
    'without|no|without any|have no|has no|with no|had no|lack|lacks|lacking|do not have|does not have|do not have any|does not have any|do not have a|does not have a|did not have any|did not have|not have any|not have|have never had|never had|have not had|not have a|not having any|not having|zero|no any|has not had|have not had any|never had any|are missing|is missing|missing',
  ],
  [
    { name: 'group' },
    'for each|for each of|each|per|for every|in each|of each|by each|every|at each|on each|grouped by|group by|for each of the|of each of the|of every|from each|in every|across|by|to each|with each|from every|broken down by|broken out by|split by|split up by|separated by|segmented by|based on|according to|depending on|dependent on|as a function of|versus|vs|with different|with various|for each different|for each distinct|for the different|under each|for different',
  ],
  [
    { name: 'distinct' },
    'different|distinct|unique|all the different|various|unrepeated|the different|without duplicates|without repetition|uniquely|distinctive|non-duplicate|without any duplicates|without repeating',
  ],
  [{ name: 'and' }, 'and|,|as well as|along with|and also|plus|together with|&|and the|and its|and their|also'],
  [{ name: 'or' }, 'or|or the|or in|or from'],
  [{ name: 'both' }, 'both|at the same time|shared by|in common'],
  [
    { name: 'relative' },
    'who|that|which|whose|where|when|whom|with which|for which|in which|to which|that have|that has|who have|who has|which have|which has|that are|that is|who are|who is|which are|that were|that was|who were|who was|who had|that had|which had|of whom|on which|from which|that do|who do|that did|who did|whose is|that does|who does|by whom',
  ],
  [
    { name: 'with' },
    'with|have|has|having|had|with a|with an|with the|has a|have a|have the|has the|having a|owns|own|that own|who own|with their|containing a',
  ],
  [
    { name: 'of' },
    'of|amount of|of the|across all|across all the|among all|among|for|for the|for all the|of any|of a|of an|belonging to|belong to|associated with|corresponding to|related to|about|of those|of these',
  ],
  [
    { name: 'in' },
    'in|from|at|on|to|located in|based in|living in|lives in|live in|that is in|during|into|in the|from the|at the|on the|to the|within|situated in|made in|by|lived in|living on|resides in|stays in|is in|are in|was in|were in|as|via|in part of|as part of',
  ],
  [
    { name: 'named' },
    'named|called|name|titled|is called|known as|whose name is|with the name|with name|by the name of|with the title|entitled|with a name of|with the name of|is named|are named|was named|labeled|labelled|is|are|was|were|equal to|equals|that is called|being|of type',
  ],
  [{ name: 'top' }, 'top|first|bottom|last'],
  [
    { name: 'all-columns' },
    'information|details|info|all information|all the information|all info|full details|everything|information about|all information about|all the information about|all of the information about|all the information for|all info about|detailed information about|all the data|complete information',
  ],
];

function* qualityCues(): Generator<readonly [string, Cue]> {
  for (const [quality, up, , comparative, superlative] of QUALITIES) {
    for (const phrase of comparative.split('|').filter((one) => one !== '')) {
      yield [`${phrase} than`, { name: 'compare', comparator: up ? '>' : '<', quality }];
      yield [`is ${phrase} than`, { name: 'compare', comparator: up ? '>' : '<', quality }];
    }
    for (const phrase of superlative.split('|').filter((one) => one !== '')) {
      yield [phrase, { name: 'rank', up, quality, extreme: true }];
      yield [`the ${phrase}`, { name: 'rank', up, quality, extreme: true }];
    }
  }
}

/** "How …" by the quality that is asked for. */
const ASKED: readonly (readonly [Quality, string])[] = [
  ['age', 'old|young'],
  ['price', 'expensive|cheap'],
  ['length', 'long|short|far'],
  ['height', 'high|tall'],
  ['size', 'big|large|small|populous|populated'],
  ['weight', 'heavy'],
  ['speed', 'fast'],
];

function* askedCues(): Generator<readonly [string, Cue]> {
  for (const [quality, words] of ASKED) {
    for (const word of words.split('|')) yield [`how ${word}`, { name: 'asked', quality }];
  }
}

function* allCues(): Generator<readonly [string, Cue]> {
  for (const [cue, phrases] of CUES) for (const phrase of phrases.split('|')) yield [phrase, cue];
  for (const [comparator, phrases] of COMPARISONS) {
    for (const phrase of phrases.split('|')) yield [phrase, { name: 'compare', comparator, quality: null }];
  }
  yield* qualityCues();
  yield* askedCues();
}

function collect(): ReadonlyMap<string, readonly Cue[]> {
  const table = new Map<string, Cue[]>();
  for (const [phrase, cue] of allCues()) {
    const key = phraseText(phrase);
    // Articles are skipped wherever a cue may stand, so a phrase need not begin with one.
    if (key.startsWith('the ')) continue;
    table.set(key, [...(table.get(key) ?? []), cue]);
  }
  return table;
}

/** What phrases of the closed class do, by their folded text. */
export const CUE_PHRASES = collect();
export const LONGEST_CUE = [...CUE_PHRASES.keys()].reduce(
  (most, phrase) => Math.max(most, phrase.split(' ').length),
  1,
);

/** Nouns in the names of columns that hold each quality. */
export const QUALITY_NOUNS: Readonly<Record<Quality, readonly string[]>> = {
  age: ['age', 'birth', 'birthday', 'birthdate', 'dob', 'birthdate'],
  price: ['price', 'cost', 'fee', 'rate', 'amount', 'charge'],
  length: ['length', 'duration', 'distance', 'period', 'long', 'mile', 'minute', 'height'],
  height: ['height', 'elevation', 'altitude', 'tall'],
  size: ['size', 'area', 'population', 'capacity', 'volume'],
  weight: ['weight', 'mass'],
  date: ['date', 'year', 'time', 'datetime', 'day', 'timestamp'],
  worth: ['rating', 'score', 'rank', 'ranking', 'grade', 'quality', 'star', 'point'],
  speed: ['speed', 'velocity', 'pace'],
  pay: ['salary', 'wage', 'pay', 'income', 'earning'],
  amount: ['amount', 'quantity', 'count', 'number'],
};
