import type { Intent } from '#shared/schemas/intent.ts';
import { plainTurn } from './turn-commands.ts';

/** Wordings by intent, tried in this order on the message in lower case, without politeness and closing signs. */
const WORDINGS: readonly (readonly [Exclude<Intent, 'question'>, RegExp])[] = [
  [
    'greeting',
    /^(?=.)((hi|hello|hey|hiya|yo|howdy|greetings|(good )?(morning|afternoon|evening)|good day)( there| baton| everyone| all| team| folks)?[,!. ]*)?(how are you( doing| today)?|how's it going|nice to meet you)?$/,
  ],
  [
    'thanks',
    /^((ok(ay)?|many|perfect|great|awesome|cool|nice|super|excellent|brilliant|wonderful|lovely|that helps|that's great|got it)[,!. ]*)?((many )?(thanks|thank you|thx|cheers|ta)( a lot| a million| so much| very much| for (that|your help|the help))?|ok(ay)?|perfect|great|awesome|cool|nice|super|excellent|brilliant|wonderful|lovely|got it|(much )?appreciated|(i )?appreciate (it|that)|understood|that helps( a lot)?|that('s| is| was| will be) all)$/,
  ],
  [
    'feedback',
    /^(no,? )?(that|this|it)('s| is| was| looks| seems)? (totally |completely |just |not )?(wrong|incorrect|right|correct|off|rubbish|helpful|useful|what i (meant|wanted|asked)).{0,80}$|^(no,? )?(that|this|it) (can't|cannot|can not|doesn't|does not) (be|look|seem|sound) (right|correct|true|possible).{0,80}$|^(no,? )?(wrong|incorrect)[,:;. ]+i (meant|mean|wanted).{1,200}$|^(this|that|the|your) (last )?answer (is|was|looks|seems) .{1,80}$|^you (misunderstood( me)?|got (it|that|me) wrong|did(n't| not) understand( me)?|made a mistake)$|^not what i (asked|meant|wanted)( for)?$|^(you('re| are) wrong|wrong|incorrect|(nope|nah|no)[,. ]+(that('s| is) )?(wrong|incorrect|not (right|correct))|(that|this|the|your) (numbers?|figures?|results?|totals?|chart) (is|are|looks?|seems?|can't be|cannot be) (totally |completely |just )?(wrong|off|incorrect|right|correct|weird|strange|odd|too (high|low)).{0,80}|(very )?(good|great|excellent|nice|bad|poor|terrible|useless) (answer|job|work|one)|well done)$/,
  ],
  [
    'help',
    /^(help|help me|(can|could) you help( me| us)?( out)?|i (need|want) (some )?help|what are you (able to do|good at|for)|(i('m| am) new( here)?[,. ]*)?(where|how) (do|should|can) (i|we) (start|begin)|(help me )?(to )?get(ting)? started|i (don't|do not) know (what|how|where) to (ask|start|begin).*|what can (you|i|we) (do|ask|answer|tell me)( you)?( here| for (me|us)| about)?|how (do|can) i (use|ask) .*|how does (this|it) work|who are you|what are you|(show|give)( me| us)? (some |a few |me )?(examples?|(example|sample) questions?)|what (kind|sort)s? of questions .*|example questions?)$/,
  ],
  [
    'freshness',
    /\b(how (fresh|recent|old|current|up[- ]to[- ]date) (is|are) (the|our|my|your|this) (data|figures|numbers)|when (was|were) (the|our) (data|figures) (last )?(updated|loaded|refreshed)|last (update|refresh|load) of the data|when did the (data|figures|numbers) (last |most recently )?(refresh|update|load|change)|data through|(is|are) (the|our|your|this) (data|figures|numbers) (still )?(up[- ]to[- ]date|current|fresh|recent|live)|(what is|what's|which is) the (latest|last|most recent|newest) (date|day) (in|of) (the|our) data|how far does the data (go|reach)|latest data)\b/,
  ],
  [
    'catalogue',
    /^(what|which|list|show|describe|tell me about)( me)?( all| about)?( the| your| our)? ?(available )?(data ?sets?|data|metrics|measures|kpis|figures|dimensions|attributes|breakdowns|tables|models?|schema|fields)( (is|are|do|does|can)( there| you have| we have| available| i (ask|use|get|see|have|query|break down by)).*| available| you have| we have| here)?$|^what (data|metrics|information) (do|can|is|are) .*$|^(what|which) data ?(sources?|sets?|bases?) .*\b(connected|available|loaded)$|^(give|show)( me| us)? (a |the )?(full )?list of (all )?(the |your |our )?(metrics|measures|kpis|figures|dimensions|tables|fields)$|^what do you know( about)?$|^(what is|what's) in (the|this|your|our) (data|data ?set|model|warehouse|database)$|^(show|describe|explain)( me| us)? (the|your|our) (data ?model|semantic model|schema|data ?sets?)$|^(what|how|which \w+) can (i|we|you) (break|split|slice|group|cut|filter)\b.*\bby$/,
  ],
  [
    'definition',
    /^(what does .+ mean|what do you mean by .+|what is meant by .+|define .+|(what is |what's )?(the )?(definition|meaning) of .+|how (is|are|do you|do we) .+ (defined|calculated|computed|measured|worked out|calculate|compute|measure|define)|what does .+ stand for|how do (you|we) (define|calculate|compute|measure|work out) .+|what (exactly )?(counts|qualifies|is counted|is considered) (exactly )?as .+|(is|are) .+ (before or after|net or gross|gross or net|with or without|including or excluding) .+|how (do|does) .+ get (calculated|computed)|explain (the )?(term|metric|figure) .+)$/,
  ],
  [
    'quality',
    /\b(data quality|quality of (the|our) data|missing (data|values|rows)|duplicates?|duplicate rows|null values|gaps in (the|our|your) data|(is|are) (any|some|much) (data|rows|values|records|days) missing|how (reliable|complete|accurate|clean|trustworthy|good) (is|are) (the|our|this|your) (data|figures|numbers)|(can|should) (i|we) (trust|rely on|believe) (the|this|our|your) (data|figures|numbers)|is the data (complete|reliable|correct|clean))\b/,
  ],
  [
    'forecast',
    /\b(forecasts?|forecasted|predict(s|ed|ion|ions)?|project(ion|ions)|outlook)\b|^(what|how (much|many)|which|will|when|where) ?.*\b(will|are we going to|is going to)\b|^will\b|^what (should|can|do|must) (we|i) expect\b|\b(can|should|could|do) (we|i|you) expect\b.*\b(next|coming|future|tomorrow)\b|^estimate\b.*\b(next|coming|future)\b/,
  ],
  [
    'why',
    /^(and |but |so )?((can|could) you )?((explain|tell me|show me|any (idea|clue)|do you know|i wonder) )?(why|how come)\b.+|^((can|could) you )?(explain|(what's|what is|what was|what lies) behind) (the|this|that|our) (sudden |sharp |big |recent )?(drop|rise|increase|decrease|decline|growth|fall|change|spike|dip|jump|loss)\b|\bwhat (caused|drove|led to)\b|\bwhat (causes|drives|explains) (the|this|that|our|these|such)\b|\broot causes?\b|\breasons? (for|behind) the (drop|rise|increase|decrease|decline|growth|fall|change|spike|dip)\b/,
  ],
  [
    'anomaly',
    /\b(anomal(y|ies|ous)|outliers?|unusual(ly)?|abnormal(ly)?|spikes?|suspicious|anything (strange|odd|weird|wrong))\b/,
  ],
  [
    'summary',
    /\b((executive|management) (summary|overview|report)|sum up (the|our|last|this) (business|company|numbers|month|quarter|year|week)|give me (a|the) (summary|overview|highlights|big picture)|business (summary|overview|review)|brief me|key figures|kpi (overview|summary|report)|overview of (the|our) business|^how('s| is) (the|our) business( doing| going| performing| looking)?$|(what are |give me |show me )?the (main |key )?highlights|summari[sz]e .*(month|quarter|week|year|business|board))\b/,
  ],
  [
    'write',
    /^(please )?(remove|erase|wipe|purge) .*\bfrom (the |our )?(database|tables?|warehouse|system)$|^(please )?(change|set|update|raise|increase|lower|reduce) (the |all |our )?(targets?|prices?|budgets?|plans?|costs?)\b.*\bto [\d$€£]|^(please )?drop (the )?(table|database|schema|column|view)\b|^(please )?(delete|update|insert|alter|truncate|create|set|write|overwrite|reset|grant|revoke)\b.*\b(orders?|rows?|tables?|targets?|customers?|data|records?|products?|prices?|database|role|user|to)\b/,
  ],
  [
    'out-of-scope',
    /\b(weather|joke|restaurants?|sing|what time is it|poem|song|recipe|horoscope|capital of|world cup|who won|translate|book (me )?a|schedule a|set up a meeting|send (an? )?(e-?mail|message)|remind me|share price|stock price|president|system prompt|previous instructions|admin mode|your instructions|write (me )?(a|an|some) (story|poem|essay|code|script|e-?mail))\b/,
  ],
];

/** A greeting that opens a message which says more: "hi, what can you do?". */
const SALUTATION =
  /^(hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day))( there| baton| everyone| team)?[,.!:;\s]+(?=\S)/;

function wordedAs(text: string): Intent | undefined {
  return WORDINGS.find(([, wording]) => wording.test(text))?.[0];
}

/**
 * What a message wants, from its wording alone: no model is needed to know that a forecast or a definition is asked for.
 *
 * Pure, and the same wherever it is called. A message that is none of these is a question about the data.
 */
export function readIntent(message: string): Intent {
  const text = plainTurn(message);
  return wordedAs(text) ?? wordedAs(plainTurn(text.replace(SALUTATION, ''))) ?? 'question';
}

/** The words by which the intent was told; empty for a question. */
export function telltaleOf(message: string): string {
  const text = plainTurn(message);
  for (const [, wording] of WORDINGS) {
    const match = wording.exec(text);
    if (match !== null) return match[0];
  }
  return '';
}

/** What a definition is asked of: "how is return rate calculated" asks of "return rate". */
export function termOf(message: string): string {
  return plainTurn(message)
    .replace(
      /^(what does|what do you mean by|what is meant by|define|(what is |what's )?(the )?(definition|meaning) of|how (is|are|do you|do we|do|does)|explain|what (exactly )?(counts|qualifies|is counted|is considered) (exactly )?as|is|are)\s+/,
      '',
    )
    .replace(
      /\s+(mean|stand for|defined|calculated|computed|measured|worked out|calculate|compute|measure|define|get (calculated|computed))$/,
      '',
    )
    .replace(/\s+(before or after|net or gross|gross or net|with or without|including or excluding)\s.*$/, '')
    .replace(/^(the )?(term|metric|figure) /, '')
    .replace(/^(the|a|an|our|calculate|compute|measure|work out|define) /, '')
    .replaceAll(/["“”']/g, '')
    .trim();
}
