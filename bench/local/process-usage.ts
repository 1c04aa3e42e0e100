import { readFile } from 'node:fs/promises';

export interface ProcessUsage {
  readonly cpuSeconds: number;
  /** The most memory it has ever held; of several processes the sum. */
  readonly peakMB: number;
}

/** Of this process and its children; of the children only where Linux's /proc tells. */
export async function processUsage(): Promise<ProcessUsage> {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const own = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMB: maxRSS / 1000 };
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '');
  const usages = await Promise.all(children.split(' ').filter(Boolean).map(usageOf));
  return usages.reduce(
    (sum, { cpuSeconds, peakMB }) => ({
      cpuSeconds: sum.cpuSeconds + cpuSeconds,
      peakMB: sum.peakMB + peakMB,
    }),
    own,
  );
}

/** Linux counts a process's time in these. */
const ticksPerSecond = 100;

async function usageOf(pid: string): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
  );
  // The second field is the command's name in brackets, which may hold spaces; the twelfth after it is user time.
  const [userTicks, systemTicks] = stat!
    .slice(stat!.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  const peakKiB = Number(/^VmHWM:\s+(\d+) kB/m.exec(status!)![1]);
  return { cpuSeconds: (userTicks! + systemTicks!) / ticksPerSecond, peakMB: (peakKiB * 1024) / 1e6 };
}
