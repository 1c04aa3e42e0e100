// One execution environment of a function, as Lambda has it: imports the artifact, then takes one event after the
// other. JavaScript, so that no time goes into stripping types.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// Lambda's runtime has them open before it imports anything.
process.stdout.write('');
process.stderr.write('');

const started = performance.now();
const { handler } = createRequire(import.meta.url)(process.argv[2]);
tell({ ms: performance.now() - started });

let invocation = 0;
for await (const event of createInterface({ input: process.stdin })) {
  invocation += 1;
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    awsRequestId: `request-${invocation}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => 60_000,
  };
  const invoked = performance.now();
  const cpu = process.cpuUsage();
  const output = await handler(JSON.parse(event), context);
  const { user, system } = process.cpuUsage(cpu);
  tell({ ms: performance.now() - invoked, cpuMs: (user + system) / 1000, output: output ?? null });
}

// The functions' own lines go to stdout, too.
function tell(answer) {
  process.stdout.write(`\n@${JSON.stringify(answer)}\n`);
}
