import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushRequests } from '#shared/http/serve-push-requests.ts';

keepJsonUnparsed();

/** A function whose work is done when its input ends: a test decides when. */
export const slow = servePushRequests(async () => {
  process.once('SIGTERM', () => process.stdout.write('told to stop\n'));
  process.stdout.write('working\n');
  await new Promise((resolve) => {
    process.stdin.once('data', resolve);
  });
  return 204;
});
