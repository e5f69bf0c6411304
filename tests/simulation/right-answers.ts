import { CALM } from './faults.ts';
import { QUESTIONS } from './people.ts';
import { runSimulation } from './run-simulation.ts';
import { turnStories } from './turn-stories.ts';

let known: Promise<ReadonlyMap<string, string>> | null = null;

/** What the platform answers to each question when nothing goes wrong: faults may delay that, never change it. */
export function rightAnswers(): Promise<ReadonlyMap<string, string>> {
  known ??= askEverything();
  return known;
}

async function askEverything(): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const question of QUESTIONS) {
    const run = await runSimulation({ seed: 0, faults: CALM, conversations: 1, turns: 1, questions: [question] });
    for (const { turn } of turnStories(run)) {
      if (turn.question === question && turn.answer !== null) answers.set(question, turn.answer.text);
    }
  }
  return answers;
}
