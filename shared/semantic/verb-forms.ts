/** Verbs of business English whose past tense or participle no rule gives. */
const IRREGULAR: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    be: ['is', 'are', 'was', 'were', 'been', 'being'],
    become: ['became', 'become'],
    begin: ['began', 'begun'],
    break: ['broke', 'broken'],
    bring: ['brought'],
    build: ['built'],
    buy: ['bought'],
    choose: ['chose', 'chosen'],
    come: ['came', 'come'],
    cost: ['cost'],
    cut: ['cut'],
    deal: ['dealt'],
    do: ['does', 'did', 'done'],
    draw: ['drew', 'drawn'],
    drive: ['drove', 'driven'],
    eat: ['ate', 'eaten'],
    fall: ['fell', 'fallen'],
    find: ['found'],
    fly: ['flew', 'flown'],
    get: ['got', 'gotten'],
    give: ['gave', 'given'],
    go: ['goes', 'went', 'gone'],
    grow: ['grew', 'grown'],
    have: ['has', 'had'],
    hold: ['held'],
    keep: ['kept'],
    lay: ['laid'],
    lead: ['led'],
    leave: ['left'],
    lend: ['lent'],
    lose: ['lost'],
    make: ['made'],
    meet: ['met'],
    pay: ['paid'],
    put: ['put'],
    read: ['read'],
    rent: ['rented'],
    ride: ['rode', 'ridden'],
    rise: ['rose', 'risen'],
    run: ['ran', 'run'],
    see: ['saw', 'seen'],
    sell: ['sold'],
    send: ['sent'],
    set: ['set'],
    show: ['showed', 'shown'],
    speak: ['spoke', 'spoken'],
    spend: ['spent'],
    split: ['split'],
    stand: ['stood'],
    take: ['took', 'taken'],
    teach: ['taught'],
    tell: ['told'],
    think: ['thought'],
    throw: ['threw', 'thrown'],
    win: ['won'],
    withdraw: ['withdrew', 'withdrawn'],
    write: ['wrote', 'written'],
  }),
);

const PAST_FORMS: ReadonlyMap<string, string> = new Map(
  [...IRREGULAR].flatMap(([verb, forms]) => forms.filter((form) => form !== verb).map((form) => [form, verb] as const)),
);

/** Verbs whose last consonant is doubled: ship, shipped; not those stressed before: order, ordered. */
const DOUBLES = /^[^aeiou]*[aeiou][bdglmnprt]$|(?:mit|cur|[cp]el|(?:re|in|de|con|trans|pre)fer)$/;

function thirdPerson(verb: string): string {
  if (/(?:s|sh|ch|x|z|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

function stemOf(verb: string): string {
  return DOUBLES.test(verb) ? `${verb}${verb.at(-1) ?? ''}` : verb;
}

function past(verb: string): readonly string[] {
  const irregular = IRREGULAR.get(verb);
  if (irregular !== undefined) return irregular;
  if (verb.endsWith('e')) return [`${verb}d`];
  return /[^aeiou]y$/.test(verb) ? [`${verb.slice(0, -1)}ied`] : [`${stemOf(verb)}ed`];
}

function gerund(verb: string): string {
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${stemOf(verb)}ing`;
}

/**
 * Every form of an English verb given as its infinitive, which comes first. What follows the verb stays: of "bring in"
 * come "brings in", "brought in" and "bringing in".
 */
export function verbForms(phrase: string): readonly string[] {
  const [verb = '', ...rest] = phrase.toLowerCase().trim().split(/\s+/);
  const forms = new Set([verb, thirdPerson(verb), ...past(verb), gerund(verb)]);
  return [...forms].map((form) => [form, ...rest].join(' '));
}

/** The infinitive of an irregular past form, "sell" of "sold"; null of any other word. */
export function infinitiveOf(word: string): string | null {
  return PAST_FORMS.get(word.toLowerCase()) ?? null;
}
