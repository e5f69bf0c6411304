import { phraseKey } from '../question-token.ts';

interface AliasGroup {
  /** Names of the columns in which these words stand for one another. */
  readonly columns: RegExp;
  /** A line each; words of a name are joined by underscores. */
  readonly lines: string;
}

const GROUPS: readonly AliasGroup[] = [
  {
    columns: /sex|gender/i,
    lines: `
female females f woman women girl girls lady ladies
male males m man men boy boys gentleman gentlemen`,
  },
  {
    columns: /countr|nation|origin|region|place|location|headquarter|market|from/i,
    lines: `
usa us united_states united_states_of_america america u_s u_s_a the_united_states american americans
uk united_kingdom great_britain britain england british
france french
germany german germans
italy italian italians
spain spanish
japan japanese
china chinese
canada canadian canadians
australia australian australians
india indian indians
russia russian russians
brazil brazilian brazilians
mexico mexican mexicans
ireland irish
netherlands dutch holland
sweden swedish
switzerland swiss
portugal portuguese
greece greek
poland polish
korea korean south_korea
uae united_arab_emirates`,
  },
  {
    columns: /state|province|region|location/i,
    lines: `
alabama al
alaska ak
arizona az
arkansas ar
california ca
colorado co
connecticut ct
delaware de
florida fl
georgia ga
hawaii hi
idaho id
illinois il
indiana in
iowa ia
kansas ks
kentucky ky
louisiana la
maine me
maryland md
massachusetts ma
michigan mi
minnesota mn
mississippi ms
missouri mo
montana mt
nebraska ne
nevada nv
new_hampshire nh
new_jersey nj
new_mexico nm
new_york ny
north_carolina nc
north_dakota nd
ohio oh
oklahoma ok
oregon or
pennsylvania pa
rhode_island ri
south_carolina sc
south_dakota sd
tennessee tn
texas tx
utah ut
vermont vt
virginia va
washington wa
west_virginia wv
wisconsin wi
wyoming wy`,
  },
  {
    columns: /city|town|location|headquarter|place/i,
    lines: `
los_angeles la l_a
new_york new_york_city nyc
san_francisco sf s_f
washington washington_dc dc`,
  },
];

interface Alias {
  readonly key: string;
  readonly columns: RegExp;
}

/** Shorter words say something else in most questions: they are what the data holds, but not what is asked. */
const SHORTEST_ASKED = 3;
const ASKED_SHORT: ReadonlySet<string> = new Set(['us', 'uk', 'la']);

function readGroups(): ReadonlyMap<string, readonly Alias[]> {
  const table = new Map<string, Alias[]>();
  for (const { columns, lines } of GROUPS) {
    for (const line of lines.trim().split('\n')) {
      const keys = [...new Set(line.split(' ').map((word) => phraseKey(word.replaceAll('_', ' '))))];
      for (const key of keys.filter((one) => one.length >= SHORTEST_ASKED || ASKED_SHORT.has(one))) {
        const others = keys.filter((other) => other !== key).map((other) => ({ key: other, columns }));
        table.set(key, [...(table.get(key) ?? []), ...others]);
      }
    }
  }
  return table;
}

const ALIASES = readGroups();

/** Other words that data may hold for a word of a question, each with the columns in which they mean the same. */
export function otherValues(key: string): readonly Alias[] {
  return ALIASES.get(key) ?? [];
}
