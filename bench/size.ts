import { Command } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { readWhole } from './burst/options.ts';
import { fixedFaces } from './fixed-faces.ts';
import { report, rounded } from './report.ts';
import { measureExecution, mostBytes, mostEvents, sizeCases } from './size/execution-size.ts';
import { startWorkflowCloud } from './workflow-cloud.ts';

interface Options {
  readonly faces: number;
  readonly json?: boolean;
}

const command = new Command('npm run bench:size --')
  .description(
    "Runs a photo with the longest key and many faces through the local cloud: the largest payload and the number of history events, against Step Functions' limits of 262,144 bytes and 25,000 events. Retries wait for nothing.",
  )
  .option('--faces <number>', 'of the photo; Rekognition finds at most 100', readWhole, 100)
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

await runCommand(command);

async function measure({ faces, json }: Options): Promise<void> {
  const workflow = await startWorkflowCloud({ engine: fixedFaces(faces), waitScale: 0 });
  try {
    const rows: object[] = [];
    for (const sizeCase of Object.keys(sizeCases) as (keyof typeof sizeCases)[]) {
      const { events, largestPayload } = await measureExecution(workflow, sizeCase);
      rows.push({
        case: sizeCase,
        faces,
        largestPayload,
        ofMostBytes: rounded(largestPayload / mostBytes, 2),
        events: events.length,
        ofMostEvents: rounded(events.length / mostEvents, 2),
      });
    }
    report(rows, { json });
  } finally {
    await workflow.close();
  }
}
