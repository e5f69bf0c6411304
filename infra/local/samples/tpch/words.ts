/** A word and how often it is taken beside the others of its list. */
export type WeightedWord = readonly [text: string, weight: number];

const each = (weight: number, words: string): readonly WeightedWord[] =>
  words.split('|').map((word) => [word, weight] as const);

/** Words of TPC-H's pseudo text (TPC-H specification 4.2.2.14), in the order and with the weights of its generator. */
export const NOUNS: readonly WeightedWord[] = [
  ...each(40, 'packages|requests|accounts|deposits'),
  ...each(20, 'foxes|ideas|theodolites|pinto beans|instructions'),
  ...each(10, 'dependencies|excuses|platelets|asymptotes'),
  ...each(5, 'courts|dolphins'),
  ...each(
    1,
    'multipliers|sauternes|warthogs|frets|dinos|attainments|somas|Tiresias|patterns|forges|braids|frays|warhorses|dugouts|notornis|epitaphs|pearls|tithes|waters|orbits|gifts|sheaves|depths|sentiments|decoys|realms|pains|grouches|escapades|hockey players',
  ),
];

export const VERBS: readonly WeightedWord[] = [
  ...each(20, 'sleep|wake|are|cajole|haggle'),
  ...each(10, 'nag|use|boost'),
  ...each(5, 'affix|detect|integrate'),
  ...each(
    1,
    'maintain|nod|was|lose|sublate|solve|thrash|promise|engage|hinder|print|x-ray|breach|eat|grow|impress|mold|poach|serve|run|dazzle|snooze|doze|unwind|kindle|play|hang|believe|doubt',
  ),
];

export const ADJECTIVES: readonly WeightedWord[] = [
  ...each(20, 'special|pending|unusual|express'),
  ...each(
    1,
    'furious|sly|careful|blithe|quick|fluffy|slow|quiet|ruthless|thin|close|dogged|daring|brave|stealthy|permanent|enticing|idle|busy',
  ),
  ...each(50, 'regular'),
  ...each(40, 'final|ironic'),
  ...each(30, 'even'),
  ...each(20, 'bold'),
  ...each(10, 'silent'),
];

export const ADVERBS: readonly WeightedWord[] = [
  ...each(1, 'sometimes|always|never'),
  ...each(50, 'furiously|slyly|carefully'),
  ...each(40, 'blithely'),
  ...each(30, 'quickly'),
  ...each(20, 'fluffily'),
  ...each(
    1,
    'slowly|quietly|ruthlessly|thinly|closely|doggedly|daringly|bravely|stealthily|permanently|enticingly|idly|busily|regularly|finally|ironically|evenly|boldly|silently',
  ),
];

/** The generator itself spells one of them wrongly; spelt rightly, all text after it would move. */
export const PREPOSITIONS: readonly WeightedWord[] = [
  ...each(50, 'about|above|according to|across|after'),
  ...each(40, 'against|along'),
  ...each(30, 'alongside of|among'),
  ...each(20, 'around'),
  ...each(10, 'at'),
  ...each(
    1,
    'atop|before|behind|beneath|beside|besides|between|beyond|by|despite|during|except|for|from|in place of|inside|instead of|into|near|of|on|outside|over|past|since|through|throughout|to|toward|under|until|up|upon|whithout|with|within',
  ),
];

export const AUXILIARIES: readonly WeightedWord[] = each(
  1,
  'do|may|might|shall|will|would|can|could|should|ought to|must|will have to|shall have to|could have to|should have to|must have to|need to|try to',
);

export const TERMINATORS: readonly WeightedWord[] = [...each(50, '.'), ...each(1, ';|:|?|!|--')];
