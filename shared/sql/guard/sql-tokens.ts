/**
 * The tokens of a text that matter before it is parsed: literals, quoted names, comments, words, brackets, commas and
 * operators. What is not closed reaches to the end, so that every text is read once, however it is made.
 */
const TOKEN =
  /'(?:[^'\\]|''|\\.)*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$\$.*?(?:\$\$|$)|--[^\n]*|\/\/[^\n]*|#[^\n]*|\/\*.*?(?:\*\/|$)|[A-Za-z_$][\w$]*|[([{]|[)\]}]|,|\?|[-+*/%|&^~!=<>:]+/gs;

export interface SqlToken {
  readonly text: string;
  readonly start: number;
}

/** Tokens in order, without comments. */
export function* readTokens(text: string): Generator<SqlToken> {
  for (const match of text.matchAll(TOKEN)) {
    if (!/^(?:--|\/\/|#|\/\*)/.test(match[0])) yield { text: match[0], start: match.index };
  }
}
