import { phraseKey, tokenizeQuestion } from './question-token.ts';

/** Words that carry no condition: articles, pronouns, auxiliaries, prepositions that only attach, politeness. */
const FUNCTION_WORDS = `
a an the this these those there here it its they them their
we us our ours i me my mine you your he she his her
is are was were be been being am do does did doing done have has had having will would can could should shall may might must
of in on at to for from with within into onto out about during through via as than then so if
something anything please kindly thanks thank hi hello hey ok okay now just also too only very really actually currently
show give tell display get find see view provide return fetch present report print need want like know look calculate compute determine
let lets help whom where when how much
pls plz thx hiya hallo dear showing telling
s t re ve ll d all any both well because due caused
`;

/** Light verbs, and nouns that only point at the answer: skipped at a small cost in confidence. */
const LIGHT_WORDS = `
make made making generate generated generating bring brought come came comes coming go went achieve achieved record recorded
produce produced carry carried carries place placed placing receive received see seen saw took take taken occur occurred happen happened
book booked create created exist existed get got gotten look looked turn run amount come belong belonging
sell sold selling sells buy bought purchase purchased order ordered return
figure figures number numbers data result results total overview summary detail details information info
company business our overall performance perform performed performing level levels entire whole full
contribute contributes contributed represent represents represented
associated related corresponding respective given based located living live lived stand stood compare
grouping breakdown split basis term terms case cases context respect regard regards
period time timeframe range date dates
table chart graph plot
people folks granted grant issued issue logged posted generate work use used using pull report reporting board team meeting
`;

/** Phrases that only open or close a question. */
const PHRASES = [
  'would you mind',
  'would you mind showing me',
  'would you mind telling me',
  'mind showing me',
  'mind telling me',
  'do you mind',
  'quick view of',
  'a quick view of',
  'quick overview of',
  'quick look at',
  'a quick look at',
  'an overview of',
  'an idea of',
  'a feel for',
  'a breakdown of',
  'could i get',
  'could i see',
  'can i get',
  'can i see',
  'can i have',
  'may i see',
  'can we see',
  'i need to know',
  'need to know',
  'i am looking for',
  'looking for',
  'i am interested in',
  'interested in',
  'i was wondering',
  'wondering',
  'curious about',
  'remind me',
  'pull up',
  'run me',
  'fill me in on',
  'walk me through',
  'for the board',
  'for the board meeting',
  'for my report',
  'for our report',
  'for the report',
  'for my boss',
  'where do we stand on',
  'where do we stand with',
  'where are we on',
  'where are we with',
  'how are we doing on',
  'how are we doing with',
  'do we work with',
  'do we use',
  'if possible',
  'if you can',
  'when you get a chance',
  'as of today',
  'as of now',
  'at present',
  'at this time',
  'these days',
  'how much',
  'by how much',
  'wants to know',
  'want to know',
  'would like to know',
  'my boss',
  'my manager',
  'our boss',
  'i want to know',
  'i would like to know',
  'i would like to see',
  'can you',
  'could you',
  'would you',
  'show me',
  'tell me',
  'give me',
  'let me know',
  'what is',
  'what are',
  'what was',
  'what were',
  'what about',
  'how about',
  'in terms of',
  'breakdown of',
  'break down',
  'break out',
  'because of',
  'due to',
  'based on',
  'account for',
  'accounts for',
  'accounted for',
  'make up',
  'makes up',
  'made up',
  'stem from',
  'stems from',
  'goes to',
  'went to',
  'come from',
  'comes from',
  'came from',
  'each of the',
  'of the',
  'as of',
  'we have',
  'do we have',
  'are there',
  'is there',
  'were there',
  'was there',
  'for the period',
  'in the period',
  'over the period',
  'in the month of',
  'for the month of',
  'for the year',
  'in the year',
  'right now',
  'at the moment',
  'as a table',
  'in a table',
];

function words(text: string): ReadonlySet<string> {
  return new Set(tokenizeQuestion(text).map((token) => token.key));
}

const FUNCTION_KEYS = words(FUNCTION_WORDS);
const LIGHT_KEYS = words(LIGHT_WORDS);
const PHRASE_KEYS: ReadonlySet<string> = new Set(PHRASES.map(phraseKey));

/** Longest filler phrase, in words. */
export const LONGEST_FILLER = 6;

export function fillerSense(key: string): { readonly kind: 'filler'; readonly isVerb: boolean } | null {
  if (FUNCTION_KEYS.has(key) || PHRASE_KEYS.has(key)) return { kind: 'filler', isVerb: false };
  return LIGHT_KEYS.has(key) ? { kind: 'filler', isVerb: true } : null;
}

/** True for a word that asks nothing of the data: never read as a misspelt name. */
export function isEverydayWord(key: string): boolean {
  return FUNCTION_KEYS.has(key) || LIGHT_KEYS.has(key);
}
