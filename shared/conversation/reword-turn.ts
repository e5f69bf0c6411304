import { plainTurn } from './turn-commands.ts';

interface Rewording {
  readonly pattern: RegExp;
  readonly to: string;
}

const IT = '(?:it|that|this|them|these|those|they)';
/** What a follow-up may open with without saying anything. */
const LEAD_INS =
  /^(?:(?:sorry|oops|wait|hm+|ah|oh|right|actually|alright|cool|perfect|fine|yes|yeah|yep|sure|no thanks)\b[,.! ]+|(?:can|could|would|will) (?:you|we|i) (?:please )?(?:also )?(?=\S)|let(?:'s| us| me) (?:look at|see|have|take|do) (?:it )?|i(?:'d| would) (?:like|love) (?:to (?:see|have|get) )?|i (?:want|need) (?:to (?:see|have|get) )?|now (?:show|give) me )+/;

/** Other ways of saying what the edits are worded for; each is tried once, in this order. */
const REWORDINGS: readonly Rewording[] = [
  { pattern: /^(?:no[, ]+)?(?<what>.+?),? (?:i mean|i meant|is what i (?:mean|meant))$/, to: 'i meant $<what>' },
  // Phrasal verbs, with what they are about in the middle.
  { pattern: /^(?:take|leave|cut|filter|throw|kick) (?<what>.+?) out$/, to: 'drop $<what>' },
  { pattern: /^(?:take|throw|turn|switch) (?<what>.+?) (?:away|off)$/, to: 'drop $<what>' },
  {
    pattern: /^(?:get rid of|do away with|skip|hide|ignore|forget(?: about)?|filter out|cut out|kick out)\b/,
    to: 'drop',
  },
  { pattern: /^(?:put|bring|add|take) (?<what>.+?) back(?: in)?$/, to: 'include $<what>' },
  { pattern: /^bring back (?<what>.+)$/, to: 'include $<what>' },
  { pattern: /^(?<what>.+?) (?:(?:is|are) )?(?:included|back in)(?: again)?$/, to: 'include $<what>' },
  // One thing in the place of another.
  { pattern: /^not (?:only )?(?:for |in |by )?[^,]+?(?:,| but) ?(?:but )?(?<what>\S.*)$/, to: '$<what> instead' },
  { pattern: /^rather (?<what>.+?) than .+$/, to: '$<what> instead' },
  { pattern: /^(?<what>.+?),? (?:instead of|rather than|in place of) .+$/, to: '$<what> instead' },
  { pattern: /^(?:(?:go|come|let's go|return) )?back to (?:the )?(?<what>.+)$/, to: '$<what> instead' },
  // Beside what there is.
  {
    pattern: new RegExp(
      String.raw`^(?<what>.+?),? (?:next to|beside|alongside|besides|on top of|in addition to|along with|together with)(?: ${IT}| each other)?$`,
    ),
    to: '$<what> as well',
  },
  { pattern: /^(?<what>.+?),? (?:on top|in addition|additionally)$/, to: '$<what> as well' },
  // Comparisons.
  {
    pattern: new RegExp(
      String.raw`^how (?:does|do|did|is|are|was|were) ${IT} (?:stack up |hold up |look )?(?:compared? |comparing )?(?:to|with|against|versus|vs\.?) `,
    ),
    to: 'compare with ',
  },
  {
    pattern: new RegExp(String.raw`^(?:and )?(?:compared?|comparison) (?:${IT} )?(?:to|with|against) (?:that of )?`),
    to: 'compare with ',
  },
];

/**
 * Puts a follow-up into the words that edits are told by: "take the region out", "weekly rather than monthly", "show
 * margin next to it" become "drop the region", "weekly instead", "show margin as well".
 *
 * The same text, plain, where none of these wordings is used.
 */
export function rewordTurn(question: string): string {
  const plain = plainTurn(question).replace(LEAD_INS, '').trim();
  // "Again" and "please" close a turn that means the same without them.
  const said = plain === '' ? plainTurn(question) : plain.replace(/(?<=\S) (?:again|for me|now)$/, '');
  return REWORDINGS.reduce((text, { pattern, to }) => text.replace(pattern, to), said);
}
