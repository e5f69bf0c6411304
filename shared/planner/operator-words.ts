import type { PlanGrain, PlanSystem } from '#shared/schemas/plan-parts.ts';
import { phraseKey, phraseText } from './question-token.ts';
import type { Operator, Sense } from './sense.ts';

const rank = (direction: 'top' | 'bottom', isSuperlative: boolean): Operator => ({
  name: 'rank',
  direction,
  isSuperlative,
  place: null,
});

/** Each operator with the phrases that say it, separated by `|`. */
const OPERATORS: readonly (readonly [Operator, string])[] = [
  [
    { name: 'group' },
    'by|per|each|every|for each|for every|in each|in every|by each|across|split by|broken down by|break down by|breakdown by|grouped by|group by|segmented by|divided by|split across|wise|sliced by|according to',
  ],
  [{ name: 'and' }, 'and|&|,|as well as|along with'],
  [{ name: 'or' }, 'or'],
  [
    { name: 'not' },
    'not|excluding|exclude|except|except for|excepting|without|other than|outside|outside of|but not|not in|not from|leaving out|apart from|everything but|all but|non|omitting|omit',
  ],
  [{ name: 'between' }, 'between'],
  [
    { name: 'share' },
    'share|share of|percentage|percentage of|percent|percent of|proportion|proportion of|what share of|contribution|contribution of|contribution to|fraction of|percentage share|percentage share of|share of total|percent of total|percentage of total|mix|percentage breakdown of|relative share of|what part of|part of|what portion of|portion of|portion|what percentage of|what percent of|what proportion of|what fraction of|which share of|how much of|how big a part of|how large a share of|what percentage|what percent|percentage wise share|share in|weight of',
  ],
  [
    { name: 'in-percent' },
    'in percent|in percentage|in percentages|in %|as a percentage|as percentage|as a percent|as percent|as a percentage of total|as a percentage of the total|as percent of total|as a share of total|as a share of the total|as a share|percentage wise|in percentage terms|in percent of total',
  ],
  [
    { name: 'versus' },
    'vs|versus|against|compared to|compared with|compare to|compare with|in comparison to|in comparison with|relative to|comparing|compare|compared|than|than in|than during|than for|versus in',
  ],
  [
    { name: 'change', direction: null, needsThan: false },
    'growth in percent|growth in percentage|change in percent|percent change|percentage change|percentage growth|percent growth|change|change in|change of|growth|growth of|growth in|growth rate|growth rate of|changed|evolution of|difference|difference in|by how much',
  ],
  [
    { name: 'change', direction: 'up', needsThan: false },
    'increase|increased|increases|increasing|increase in|increase in percent|percent increase|percentage increase|grown|grew|grow|grows|growing|go up|goes up|went up|gone up|going up|rise|rises|rose|risen|rising|rise in|climb|climbs|climbed|improve|improves|improved|improving|improvement in|how much more|how much higher|how many more|how much better',
  ],
  [
    { name: 'change', direction: 'down', needsThan: false },
    'decrease|decreased|decreases|decreasing|decrease in|decrease in percent|go down|goes down|went down|gone down|going down|fall|falls|fell|fallen|falling|fall in|drop|drops|dropped|dropping|drop in|decline|declines|declined|declining|decline in|shrink|shrinks|shrank|shrunk|shrinking|worsen|worsened|sink|sank|how much less|how much lower|how many fewer',
  ],
  [{ name: 'change', direction: 'up', needsThan: true }, 'more|higher|larger|greater'],
  [{ name: 'change', direction: 'down', needsThan: true }, 'less|lower|fewer|smaller'],
  [{ name: 'which' }, 'which|what|whose|list|list of|show list of'],
  [{ name: 'with' }, 'with|having|where|that have|that had|who have|who had|whose|with a|with an|that|who'],
  [
    { name: 'trend' },
    'over time|develop|developed|develop over time|evolve|evolved|trend|trend of|trend in|trend for|trends|time series|timeline|history of|historical|development of|progression of|through time',
  ],
  [rank('top', false), 'top|leading'],
  [rank('bottom', false), 'bottom'],
  [
    rank('top', true),
    'best|highest|largest|biggest|greatest|most|the most|strongest|maximum|max|best performing|top performing|number one|the best|the highest|the largest|the biggest|main|the main|primary|principal|most important|most common|most frequent|most popular|busiest|most successful|most valuable|number 1|no 1',
  ],
  [
    rank('bottom', true),
    'worst|lowest|smallest|least|fewest|weakest|minimum|min|worst performing|the least|the worst|the lowest|the fewest|the smallest|least important|least common|least frequent|least popular|least successful|quietest|poorest',
  ],
  [
    { name: 'rank', direction: 'top', isSuperlative: true, place: 2 },
    'runner up|runners up|the runner up|second best|the second best|number two',
  ],
  [
    { name: 'threshold', comparator: '>' },
    'over|above|more than|greater than|larger than|higher than|exceeding|exceeds|exceed|exceeded|bigger than|in excess of|>|better than|beyond|exceeding',
  ],
  [
    { name: 'threshold', comparator: '>=' },
    'at least|no less than|not less than|minimum of|a minimum of|> =|greater than or equal to|no fewer than|not under|not below|or more',
  ],
  [{ name: 'threshold', comparator: '<' }, 'under|below|less than|fewer than|smaller than|lower than|<|worse than'],
  [
    { name: 'threshold', comparator: '<=' },
    'at most|no more than|not more than|maximum of|a maximum of|< =|less than or equal to|up to|not over|not above|not exceeding',
  ],
  [{ name: 'threshold', comparator: '=' }, 'exactly|equal to|equals|='],
  [
    { name: 'versus-mean', comparator: '>' },
    'above average|above the average|above the mean|over average|better than average|higher than average|more than average|above-average',
  ],
  [
    { name: 'versus-mean', comparator: '<' },
    'below average|below the average|below the mean|under average|worse than average|lower than average|less than average|below-average',
  ],
  [{ name: 'period-end' }, 'at the end of|by the end of|as of the end of|at the close of|as at the end of'],
  [
    { name: 'baseline', baseline: 'same-period-last-year', unit: null },
    'year over year|year on year|yoy|same period last year|the same period last year|same period a year ago|same time last year|the same time last year|the year before|prior year|the prior year|a year earlier|one year earlier|same period of last year|same period the year before|same period previous year|same period prior year|last year same period|the same period a year ago',
  ],
  ...(['month', 'quarter', 'week', 'day'] as const).map((unit): readonly [Operator, string] => [
    { name: 'baseline', baseline: 'same-period-last-year', unit },
    `same ${unit} last year|the same ${unit} last year|same ${unit}s last year|the same ${unit} a year ago|same ${unit} a year ago|same ${unit} of last year|the same ${unit} of last year`,
  ]),
  [
    { name: 'baseline', baseline: 'previous-period', unit: null },
    'previous period|prior period|the previous period|the prior period|period before|the period before|preceding period|the month before|the quarter before|the week before|the day before|period over period|last period|prior month|prior quarter|prior week|the preceding period|previous one|the previous one|the one before',
  ],
  [
    { name: 'count', isDistinct: false },
    'how many|number of|count of|the number of|count|total number of|# of|#|total count of|no of|how many total',
  ],
  [
    { name: 'count', isDistinct: true },
    'how many different|how many distinct|how many unique|number of different|number of distinct|number of unique|distinct|unique|different|distinct count of|unique count of|count distinct|count of distinct|count of unique',
  ],
  [
    { name: 'aggregate', function: 'sum' },
    'total|sum|sum of|total of|overall|combined|aggregate|the total|total amount of|altogether|in total|total value of|cumulated',
  ],
  [{ name: 'aggregate', function: 'avg' }, 'average|avg|mean|average of|mean of|on average|typical'],
  [{ name: 'aggregate', function: 'median' }, 'median|median of'],
  [
    { name: 'order' },
    'sorted by|sort by|ordered by|order by|ranked by|rank by|in order of|sorted on|sorted|ordered|ranked|ranking of|rank|arranged by|sort|ranking',
  ],
  [
    { name: 'direction', direction: 'ascending' },
    'ascending|asc|in ascending order|ascending order|from lowest to highest|lowest first|smallest first|worst first|from low to high|from smallest to largest|increasing|low to high|lowest to highest|smallest to largest|oldest first|chronologically|in chronological order',
  ],
  [
    { name: 'direction', direction: 'descending' },
    'descending|desc|in descending order|descending order|from highest to lowest|highest first|largest first|from high to low|from largest to smallest|decreasing|biggest first|best first|top first|best on top|high to low|highest to lowest|largest to smallest|newest first|latest first|most recent first',
  ],
  [
    { name: 'alphabetical' },
    'alphabetically|in alphabetical order|alphabetical order|from a to z|by name|sorted by name|ordered by name',
  ],
  [
    { name: 'running-total' },
    'running total|running total of|cumulative|cumulative total|cumulative total of|running sum|running sum of|accumulated|accumulated total|cumulatively|running|added up over time|accumulative',
  ],
  [
    { name: 'moving-average' },
    'moving average|moving average of|rolling average|rolling average of|moving mean|rolling mean|trailing average|trailing average of',
  ],
  [
    { name: 'moving-total' },
    'moving total|moving total of|rolling total|rolling total of|rolling sum|rolling sum of|moving sum|moving sum of|trailing total',
  ],
];

const UNITS: readonly (readonly [Operator, string])[] = [
  [
    { name: 'unit', unit: 'money', currency: null },
    'money|in money|how much money|cash|in cash|by value|in value|what amount of money|amount of money|money value',
  ],
  [
    { name: 'unit', unit: 'money', currency: 'USD' },
    'dollars|in dollars|usd|in usd|in us dollars|us dollars|dollar value|dollar amount',
  ],
  [{ name: 'unit', unit: 'money', currency: 'EUR' }, 'euros|in euros|eur|in eur|euro'],
  [{ name: 'unit', unit: 'money', currency: 'GBP' }, 'pounds|in pounds|gbp|in gbp|pounds sterling'],
  [
    { name: 'unit', unit: 'pieces' },
    'pieces|in pieces|how many pieces|units|in units|how many units|quantity|what quantity|in quantity|by quantity|by volume|in volume|what volume|number of pieces|number of units',
  ],
  [
    { name: 'unit', unit: 'times' },
    'often|how often|frequently|how frequently|how many times|number of times|times|by frequency',
  ],
];

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const WEEKDAYS: readonly (readonly [Operator, string])[] = [
  [
    { name: 'weekdays', days: [6, 7] },
    'weekends|on weekends|at weekends|on the weekend|on the weekends|at the weekend|during weekends|during the weekend|weekend|on weekend days|weekend days',
  ],
  [
    { name: 'weekdays', days: [1, 2, 3, 4, 5] },
    'on weekdays|on working days|on workdays|during the week|on business days|weekdays only|during weekdays|on a weekday',
  ],
  ...DAYS.map((day, index): readonly [Operator, string] => [
    { name: 'weekdays', days: [index + 1] },
    `${day}s|on ${day}s|on a ${day}|every ${day}|each ${day}`,
  ]),
];

const CHANGE_PER_BUCKET: readonly (readonly [PlanGrain, string])[] = [
  ['month', 'month over month|month on month|mom'],
  ['quarter', 'quarter over quarter|quarter on quarter|qoq'],
  ['week', 'week over week|week on week|wow'],
  ['day', 'day over day|day on day|dod'],
];

const GRAIN_WORDS: readonly (readonly [PlanGrain, string, string])[] = [
  ['day', 'day|date|calendar day', 'daily|days on which|days when|day by day|per day|by date|each day|by day|a day'],
  ['week', 'week|calendar week', 'weekly|weeks in which|weeks when|week by week|per week|by week|each week|a week'],
  [
    'month',
    'month|calendar month',
    'monthly|months in which|months when|months where|month by month|per month|by month|each month|month wise|monthwise|a month',
  ],
  [
    'quarter',
    'quarter|calendar quarter|qtr',
    'quarterly|quarters in which|quarters when|quarter by quarter|per quarter|by quarter|each quarter|a quarter',
  ],
  ['half', 'half year|half', 'half yearly|per half year|by half year'],
  ['year', 'year|calendar year', 'yearly|annual|annually|year by year|per year|by year|each year|per annum|a year'],
];

const FISCAL_GRAIN_WORDS: readonly (readonly [PlanGrain, string])[] = [
  ['week', 'fiscal week'],
  ['month', 'fiscal month|fiscal period'],
  ['quarter', 'fiscal quarter|financial quarter'],
  ['year', 'fiscal year|financial year|fy'],
];

const PART_WORDS = [
  ['day-of-week', 'day of week|day of the week|weekday|days of the week|day name'],
  ['month-of-year', 'month of year|month of the year|calendar month of year'],
  ['quarter-of-year', 'quarter of year|quarter of the year'],
  ['day-of-month', 'day of month|day of the month'],
  ['week-of-year', 'week of year|week of the year|week number'],
] as const;

function spread(phrases: string, sense: Sense): readonly (readonly [string, Sense])[] {
  return phrases.split('|').map((phrase) => [phrase, sense] as const);
}

function grainSense(grain: PlanGrain, system: PlanSystem, isGrouping: boolean): Sense {
  return { kind: 'grain', grain, system, isGrouping };
}

type Said = readonly (readonly [string, Sense])[];

const OPERATOR_SENSES: Said = [
  ...[...OPERATORS, ...UNITS, ...WEEKDAYS].flatMap(([operator, phrases]) =>
    spread(phrases, { kind: 'operator', operator }),
  ),
  ...CHANGE_PER_BUCKET.flatMap(([grain, phrases]) =>
    spread(phrases, { kind: 'operator', operator: { name: 'bucket-change', grain } }),
  ),
];

const GRAIN_SENSES: Said = [
  ...GRAIN_WORDS.flatMap(([grain, plain, grouping]) => [
    ...spread(plain, grainSense(grain, 'calendar', false)),
    ...spread(grouping, grainSense(grain, 'calendar', true)),
  ]),
  ...FISCAL_GRAIN_WORDS.flatMap(([grain, phrases]) => spread(phrases, grainSense(grain, 'fiscal', false))),
  ...spread('iso week', grainSense('week', 'iso', false)),
  ...PART_WORDS.flatMap(([part, phrases]) => spread(phrases, { kind: 'part', part })),
];

function collect(said: Said, toKey: (phrase: string) => string): ReadonlyMap<string, readonly Sense[]> {
  const table = new Map<string, readonly Sense[]>();
  for (const [phrase, sense] of said) {
    const key = toKey(phrase);
    table.set(key, [...(table.get(key) ?? []), sense]);
  }
  return table;
}

/** What the words of the closed class do, by their folded text: "order by" is one, "orders by" is none. */
export const OPERATOR_PHRASES: ReadonlyMap<string, readonly Sense[]> = collect(OPERATOR_SENSES, phraseText);

/** Units of time, by look-up form. */
export const GRAIN_PHRASES: ReadonlyMap<string, readonly Sense[]> = collect(GRAIN_SENSES, phraseKey);
