import { nextState, spread } from './random-stream.ts';
import {
  ADJECTIVES,
  ADVERBS,
  AUXILIARIES,
  NOUNS,
  PREPOSITIONS,
  TERMINATORS,
  VERBS,
  type WeightedWord,
} from './words.ts';

/** Seed of the text's stream. */
const SEED = 933_588_178;
/** More words than any sentence has. */
const MAX_WORDS = 32;

/** A list of words as it is drawn from: by a number from 1 to the sum of the weights. */
interface WordTable {
  readonly total: number;
  /** The vocabulary's index for each number; entry 0 is not drawn. */
  readonly words: Uint16Array;
}

const vocabulary: string[] = [];

function tableOf(list: readonly WeightedWord[], suffix: string): WordTable {
  const words = [0];
  for (const [text, weight] of list) {
    for (let times = 0; times < weight; times += 1) words.push(vocabulary.length);
    vocabulary.push(text + suffix);
  }
  return { total: words.length - 1, words: Uint16Array.from(words) };
}

const noun = tableOf(NOUNS, ' ');
const verb = tableOf(VERBS, ' ');
const adjective = tableOf(ADJECTIVES, ' ');
const listedAdjective = tableOf(ADJECTIVES, ', ');
const adverb = tableOf(ADVERBS, ' ');
const auxiliary = tableOf(AUXILIARIES, ' ');
const preposition = tableOf(PREPOSITIONS, ' the ');
const terminator = tableOf(TERMINATORS, ' ');
const lengths = Uint8Array.from(vocabulary, (text) => text.length);

/** Writes TPC-H's pseudo text sentence by sentence (TPC-H specification 4.2.2.14). */
export class SentenceWriter {
  #state = SEED;
  readonly #words = new Uint16Array(MAX_WORDS);
  #count = 0;
  #length = 0;

  /** Goes on to the next sentence; answers its length with the blank after it. */
  next(): number {
    this.#count = 0;
    this.#length = 0;
    this.#sentence(this.#draw(11));
    // A terminator takes the place of the blank before it.
    this.#say(terminator);
    return this.#length - 1;
  }

  /** The sentence itself, with the blank after it. */
  text(): string {
    const words = Array.from(this.#words.subarray(0, this.#count), (index) => vocabulary[index] ?? '');
    return words.slice(0, -1).join('').slice(0, -1) + (words.at(-1) ?? '');
  }

  #draw(total: number): number {
    this.#state = nextState(this.#state);
    return spread(this.#state, 1, total);
  }

  #say({ total, words }: WordTable): void {
    const word = words[this.#draw(total)] ?? 0;
    this.#words[this.#count] = word;
    this.#count += 1;
    this.#length += lengths[word] ?? 0;
  }

  /** Weights: N V 3, N V P 3, N V N 3, N P V N 1, N P V P 1; N a noun phrase, V a verb phrase, P a prepositional one. */
  #sentence(form: number): void {
    this.#nounPhrase();
    if (form > 9) this.#prepositionalPhrase();
    this.#verbPhrase();
    if ((form > 3 && form <= 6) || form > 10) this.#prepositionalPhrase();
    else if (form > 6) this.#nounPhrase();
  }

  /** Weights: noun 10, adjective noun 20, adjective, adjective noun 10, adverb adjective noun 50. */
  #nounPhrase(): void {
    const form = this.#draw(90);
    if (form > 40) this.#say(adverb);
    else if (form > 30) this.#say(listedAdjective);
    if (form > 10) this.#say(adjective);
    this.#say(noun);
  }

  /** Weights: verb 30, auxiliary verb 1, verb adverb 40, auxiliary verb adverb 1. */
  #verbPhrase(): void {
    const form = this.#draw(72);
    if (form === 31 || form === 72) this.#say(auxiliary);
    this.#say(verb);
    if (form > 31) this.#say(adverb);
  }

  #prepositionalPhrase(): void {
    this.#say(preposition);
    this.#nounPhrase();
  }
}
