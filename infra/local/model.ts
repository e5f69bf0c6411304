import { runModelCommand } from './model/run-model-command.ts';

process.exitCode = await runModelCommand(process.argv.slice(2), {
  environment: process.env,
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
});
// The driver keeps the process alive for its pool.
process.exit();
