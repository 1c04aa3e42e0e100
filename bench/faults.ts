import { Command } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { type FaultRun, faultRuns } from './faults/fault-runs.ts';
import { runWithFaults } from './faults/run-with-faults.ts';
import { fixedFaces } from './fixed-faces.ts';
import { report } from './report.ts';
import { startWorkflowCloud } from './workflow-cloud.ts';

const faces = 100;

const command = new Command('npm run bench:faults --')
  .description(
    'Runs photos with 100 faces through the local cloud while things go wrong on purpose: how many calls were struck, how often Step Functions retried, how many faces were lost. Retries wait for a thousandth of their time.',
  )
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

await runCommand(command);

async function measure({ json }: { json?: boolean }): Promise<void> {
  const workflow = await startWorkflowCloud({ engine: fixedFaces(faces), waitScale: 0.001 });
  try {
    const rows: object[] = [];
    for (const run of Object.values<FaultRun>(faultRuns)) {
      const { struck, retried, lost } = await runWithFaults(workflow, run, faces);
      const injected = struck.reduce((sum, count) => sum + count, 0);
      rows.push({ run: run.name, faces: run.photos * faces, injected, retried, lost });
    }
    report(rows, { json });
  } finally {
    await workflow.close();
  }
}
