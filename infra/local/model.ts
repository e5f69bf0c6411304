import { runModelCommand } from './model/run-model-command.ts';

process.exitCode = runModelCommand(process.argv.slice(2), {
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
});
