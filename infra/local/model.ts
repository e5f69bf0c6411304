import { formatProof } from './access/format-proof.ts';
import { readLocalSettings } from './local-settings.ts';
import { type Console, runModelCommand } from './model/run-model-command.ts';
import { suggestChanges } from './model/suggest-changes.ts';

/** Starts the local warehouse, which only this command needs: 0 when access holds, 1 when it does not. */
async function proveAccessHere(isJson: boolean): Promise<number> {
  const { exampleModel } = await import('./access/example.ts');
  const { startGuardedWarehouse } = await import('./access/guarded-warehouse.ts');
  const { proveAccess } = await import('./access/prove-access.ts');
  const { createSqlGuard } = await import('#shared/sql/guard/sql-guard.ts');
  // The driver looks for the cloud it runs in when it is imported.
  Object.assign(process.env, { SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true', SNOWFLAKE_DISABLE_MINICORE: '1' });
  const warehouse = await startGuardedWarehouse(readLocalSettings(process.env));
  const guard = createSqlGuard({ timeoutMs: 2_000 });
  try {
    const proof = await proveAccess({ model: exampleModel(), warehouse, guard });
    console.log(isJson ? JSON.stringify(proof) : formatProof(proof));
    return proof.holds ? 0 : 1;
  } finally {
    await guard.close();
    await warehouse.stop();
  }
}

const words = process.argv.slice(2);
if (words[0] === 'prove-access') {
  process.exitCode = await proveAccessHere(words.includes('--json'));
  process.exit();
}
const terminal: Console = {
  environment: process.env,
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
};
const [command, ...rest] = words;
process.exitCode =
  command === 'suggestions' || command === 'accept'
    ? await suggestChanges(command, rest, terminal)
    : await runModelCommand(words, terminal);
// The driver keeps the process alive for its pool.
process.exit();
