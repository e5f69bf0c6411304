/** Plurals that no suffix rule explains, and words that only look like plurals. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ids: 'id',
    people: 'person',
    persons: 'person',
    men: 'man',
    women: 'woman',
    children: 'child',
    feet: 'foot',
    mice: 'mouse',
    indices: 'index',
    indexes: 'index',
    matrices: 'matrix',
    analyses: 'analysis',
    bases: 'base',
    crises: 'crisis',
    criteria: 'criterion',
    leaves: 'leaf',
    shelves: 'shelf',
    knives: 'knife',
    halves: 'half',
    lives: 'life',
    wives: 'wife',
    monies: 'money',
    quizzes: 'quiz',
    gas: 'gas',
    gases: 'gas',
    lens: 'lens',
    lenses: 'lens',
    news: 'news',
    series: 'series',
    species: 'species',
    always: 'always',
    perhaps: 'perhaps',
    sms: 'sms',
    gps: 'gps',
    us: 'us',
    its: 'its',
    was: 'was',
    has: 'has',
    does: 'does',
    yes: 'yes',
    plus: 'plus',
    vs: 'vs',
    less: 'less',
    canvas: 'canvas',
    atlas: 'atlas',
    christmas: 'christmas',
    texas: 'texas',
    paris: 'paris',
    wales: 'wales',
    netherlands: 'netherlands',
    buses: 'bus',
    statuses: 'status',
    bonuses: 'bonus',
    viruses: 'virus',
    campuses: 'campus',
    aliases: 'alias',
    movies: 'movie',
    cookies: 'cookie',
    ties: 'tie',
    pies: 'pie',
    shoes: 'shoe',
    toes: 'toe',
  }),
);

/** British spellings, and others that differ by a doubled letter, by the one under which they are looked up. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^enrol(?!l)/, 'enroll'],
  [/isation/, 'ization'],
  [/^catalogue/, 'catalog'],
  [/^programme(?=s?$)/, 'program'],
  [/^(cent|theat)re(?=s?$)/, '$1er'],
  [/^(col|fav|lab|hon|flav|behavi|neighb)our/, '$1or'],
  [/^(licen|defen)ce(?=s?$)/, '$1se'],
  [/^(cancel|travel|label|model)l(?=ed|ing)/, '$1'],
  [/^grey/, 'gray'],
];

/** Endings after which a final s belongs to the word: class, status, analysis. */
const NOT_A_PLURAL = /(?:ss|us|is)$/;
const TAKES_ES = /(?:ss|sh|ch|x|zz|o)es$/;

/** Lower case without accents. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** A folded word in the spelling under which it is looked up. */
function respell(folded: string): string {
  const found = SPELLINGS.find(([pattern]) => pattern.test(folded));
  return found === undefined ? folded : folded.replace(found[0], found[1]);
}

/**
 * The form under which a word is looked up: folded and singular. Applied to both sides, so it need not be a word, only
 * the same for every form of one word and different for different words.
 */
export function wordKey(word: string): string {
  const folded = respell(foldWord(word));
  const irregular = IRREGULAR.get(folded);
  if (irregular !== undefined) return irregular;
  if (folded.length < 4 || !folded.endsWith('s') || NOT_A_PLURAL.test(folded)) return folded;
  if (folded.endsWith('ies')) return folded.length > 4 ? `${folded.slice(0, -3)}y` : folded.slice(0, -1);
  return TAKES_ES.test(folded) ? folded.slice(0, -2) : folded.slice(0, -1);
}

/** True when a word is written in the plural. */
export function isPlural(word: string): boolean {
  return wordKey(word) !== respell(foldWord(word));
}
