import { predict } from './predict/predict.ts';
import { run } from './run/run.ts';

const COMMANDS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = { predict, run };

const [name = '', ...words] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  console.error(`Name an evaluation: npm run eval -- ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}
process.exit(await command(words));
