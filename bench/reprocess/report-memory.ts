/** Preloaded into a command: at its end it tells its peak of memory, in kilobytes, on the descriptor 3. */
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
