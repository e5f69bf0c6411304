import { calibrate } from './calibrate/calibrate.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { predict } from './predict/predict.ts';
import { report } from './report/report.ts';
import { run } from './run/run.ts';

const COMMANDS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = {
  calibrate,
  fuzz,
  predict,
  report,
  run,
};

const [name = '', ...words] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  console.error(`Name an evaluation: npm run eval -- ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}
process.exit(await command(words));
