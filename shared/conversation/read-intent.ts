import type { Intent } from '#shared/schemas/intent.ts';
import { plainTurn } from './turn-commands.ts';

/** Wordings by intent, tried in this order on the message in lower case, without politeness and closing signs. */
const WORDINGS: readonly (readonly [Exclude<Intent, 'question'>, RegExp])[] = [
  [
    'greeting',
    /^(hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day))( there| baton| everyone| team)?$/,
  ],
  [
    'thanks',
    /^(many )?(thanks|thank you|thx|cheers|perfect|great|awesome|cool|nice)( a lot| so much| very much| for (that|your help))?$/,
  ],
  [
    'feedback',
    /^(no,? )?(that|this|it)('s| is| was| looks| seems)? (totally |completely |just |not )?(wrong|incorrect|right|correct|off|rubbish|helpful|useful|what i (meant|wanted|asked)).{0,80}$|^(you('re| are) wrong|wrong|incorrect|good answer|bad answer|well done|good job)$/,
  ],
  [
    'help',
    /^(help|help me|what can (you|i) (do|ask|answer)( here| for (me|us)| you)?|how (do|can) i (use|ask) .*|how does (this|it) work|who are you|what are you|give me (some )?examples?|what (kind|sort)s? of questions .*|example questions?)$/,
  ],
  [
    'freshness',
    /\b(how (fresh|recent|old|current|up[- ]to[- ]date) (is|are) (the|our|my|your|this) (data|figures|numbers)|when (was|were) (the|our) (data|figures) (last )?(updated|loaded|refreshed)|last (update|refresh|load) of the data|data through|how far does the data (go|reach)|latest data)\b/,
  ],
  [
    'catalogue',
    /^(what|which|list|show|describe|tell me about)( me)?( all| about)?( the| your| our)? ?(available )?(data ?sets?|data|metrics|measures|kpis|figures|dimensions|attributes|breakdowns|tables|models?|schema|fields)( (is|are|do|does|can)( there| you have| we have| available| i (ask|use|break down by)).*| available| you have| we have| here)?$|^what (data|metrics|information) (do|can|is|are) .*$|^what do you know( about)?$|^what is in (the|this|your) (data|model|warehouse)$/,
  ],
  [
    'definition',
    /^(what does .+ mean|what do you mean by .+|what is meant by .+|define .+|(what is |what's )?(the )?(definition|meaning) of .+|how (is|are|do you|do we) .+ (defined|calculated|computed|measured|calculate|compute|measure|define)|how (do|does) .+ get (calculated|computed)|explain (the )?(term|metric|figure) .+)$/,
  ],
  [
    'quality',
    /\b(data quality|quality of (the|our) data|missing (data|values|rows)|duplicates?|duplicate rows|null values|is the data (complete|reliable|correct|clean))\b/,
  ],
  [
    'forecast',
    /\b(forecasts?|forecasted|predict(s|ed|ion|ions)?|project(ion|ions)|outlook)\b|^(what|how (much|many)|which|will|when|where) ?.*\b(will|are we going to|is going to)\b|^will\b/,
  ],
  [
    'why',
    /^(and |but |so )?(why|how come)\b.+|\bwhat (caused|causes|drove|drives|explains|led to)\b|\broot causes?\b|\breasons? (for|behind) the (drop|rise|increase|decrease|decline|growth|fall|change|spike|dip)\b/,
  ],
  [
    'anomaly',
    /\b(anomal(y|ies|ous)|outliers?|unusual(ly)?|abnormal(ly)?|spikes?|suspicious|anything (strange|odd|weird|wrong))\b/,
  ],
  [
    'summary',
    /\b(executive summary|management summary|give me (a|the) (summary|overview|highlights|big picture)|business (summary|overview|review)|brief me|key figures|kpi (overview|summary|report)|overview of the business)\b/,
  ],
  [
    'write',
    /^(please )?(delete|update|insert|alter|truncate|create|set|write|overwrite|reset|grant|revoke)\b.*\b(orders?|rows?|tables?|targets?|customers?|data|records?|products?|prices?|database|role|user|to)\b/,
  ],
  [
    'out-of-scope',
    /\b(weather|joke|poem|song|recipe|horoscope|capital of|world cup|who won|translate|book (me )?a|schedule a|set up a meeting|send (an? )?(e-?mail|message)|remind me|share price|stock price|president|system prompt|previous instructions|admin mode|your instructions|write (me )?(a|an|some) (story|poem|essay|code|script|e-?mail))\b/,
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
      /^(what does|what do you mean by|what is meant by|define|(what is |what's )?(the )?(definition|meaning) of|how (is|are|do you|do we|do|does)|explain)\s+/,
      '',
    )
    .replace(
      /\s+(mean|defined|calculated|computed|measured|calculate|compute|measure|define|get (calculated|computed))$/,
      '',
    )
    .replace(/^(the )?(term|metric|figure) /, '')
    .replace(/^(the|a|an|our|calculate|compute|measure|define) /, '')
    .replaceAll(/["“”']/g, '')
    .trim();
}
