import { tokenizeQuestion } from '../question-token.ts';

/** Verbs and adjectives that only say that things belong together; the relationship itself is in the model. */
const RELATING = `
make made making used using produce produced producing produces locate located live lives lived living correspond corresponding
assign assigned assigns belong belongs belonging take takes taken taking took listed listing own owns owned owning hire hired hires
worked working study studies studied studying offered offering provide provides provided providing holds held holding placed
placing ordered ordering buy bought purchase purchases purchased purchasing sell sells sold selling paid paying rented stayed
staying registered registers attend attends attended attending teach teaches taught teaching enroll enrolled enrols participate
participates participated participating join joins joined led headed manage manages managed managing direct directs directed
directing write writes wrote written publish published publishes publishing release released releases recorded recording sing sang
sung perform performs performed played playing win wins won winning receive receives received receiving award awarded earn earns
earned earning give gives given gave giving get gets got obtain obtained achieve achieved visited visiting travels traveled fly
flies flew flown flying depart departs departed departing arrive arrives arrived arriving lands landed operate operates operated
operating ran running serve serves served serving supplied shipped shipping deliver delivers delivered contain include covered
covering supports supported treat treats treated prescribe prescribed reported reporting issued booked booking reserve reserved
reserves apply applied applies complete completed completes finish finished involve involves involved relate relates related
associate associated connect connected signed acquire acquired acquires invest invests invested sponsor sponsored build built
builds open opened opens close closed create created creates designed designs develop developed occur occurred occurs happen
happened exist exists existing come comes came go goes went gone shown display displays see seen find finds found know known call
calls called describe described describes represent represents represented mention mentioned say says said want need require
requires required like prefer choose chosen select selected selects compute calculate identify retrieve extract present enumerate
output tell consist consists comprise comprised become becomes became born die died available current currently entire whole
respective respectively either people person ones one thing things there here together also still ever any some all same that those these
them they he she it his her their its use work list run pay hold stay travel play show kind kinds sort sorts amount data value
values
`;

function words(text: string): ReadonlySet<string> {
  return new Set(tokenizeQuestion(text).map((token) => token.text));
}

const RELATING_WORDS = words(RELATING);

/** True for a word that may be passed over at a small cost. */
export function isLightWord(text: string): boolean {
  return RELATING_WORDS.has(text);
}
