import type { Command } from 'commander';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { command as doctor } from '../../cli/doctor.ts';
import { command as enroll } from '../../cli/enroll.ts';
import { command as executions } from '../../cli/executions.ts';
import { command as forget } from '../../cli/forget.ts';
import { command as match } from '../../cli/match.ts';
import { command as name } from '../../cli/name.ts';
import { command as people } from '../../cli/people.ts';
import { command as redrive } from '../../cli/redrive.ts';
import { command as reprocess } from '../../cli/reprocess.ts';
import { command as smoke } from '../../cli/smoke.ts';
import { command as start } from '../../cli/start.ts';
import { runHere } from './run-here.ts';

/** Arguments that are well end here, where the command would look for its cloud or start one. */
const understood = 'The arguments were understood';
vi.mock(import('../../operations/connect.ts'), async (original) => ({
  ...(await original()),
  connect: () => Promise.reject(new Error(understood)),
}));
vi.mock(import('../../operations/doctor/diagnose.ts'), () => ({
  // biome-ignore lint/correctness/useYield: nothing is examined
  async *diagnose() {
    throw new Error(understood);
  },
}));
vi.mock(import('../../local/cloud.ts'), async (original) => ({
  ...(await original()),
  startCloud: () => Promise.reject(new Error(understood)),
}));

// Else each run would leave its listeners to this process.
vi.mock(import('../../cli/command/interrupt.ts'), () => ({
  interruptSignal: () => new AbortController().signal,
}));

/** What a shell can hand over: no NUL, and no half of a character. Folders like / would be searched for photos. */
const anyText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((text) => !text.includes('\0') && !/^[./]+$/.test(text));

const awkward = fc.constantFrom(
  ...['', ' ', '-', '--', '---', '--=', '-1', '0', '1.5', '1e400', 'NaN', 'Infinity', '0x10', '95%', '١٢'],
  ...['photos-raw/', 'photos-raw/a.jpg', 's3://raw/photos-raw/a.jpg', '../../etc/passwd', '~', '*'],
  ...['__proto__', 'constructor', 'toString', 'null', '{}', '$(id)', '\n', 'a\nb', '\u001b[31m', '\u202e'],
  ...['FAILED', 'a'.repeat(2000), 'ü'.repeat(600), '😀', 'photo', 'face'],
);

/** Its flags and those of its subcommands. */
const flagsOf = (command: Command): string[] => [
  ...command.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag != null)),
  ...command.commands.flatMap((each) => [each.name(), ...flagsOf(each)]),
];

function argumentsOf(command: Command) {
  const flag = fc.constantFrom(...flagsOf(command), '--help', '--bogus');
  const value = fc.oneof(awkward, anyText);
  const joined = fc.tuple(flag, value).map(([name, given]) => `${name}=${given}`);
  return fc.array(fc.oneof(flag, value, joined), { maxLength: 6 });
}

const commands = {
  doctor,
  enroll,
  executions,
  forget,
  match,
  name,
  people,
  redrive,
  reprocess,
  smoke,
  start,
};

test.each(Object.entries(commands))(
  '%s understands its arguments, or says in one line what was wrong with them and ends with 2',
  async (_, command) => {
    const codes = new Set<unknown>();
    await fc.assert(
      fc.asyncProperty(argumentsOf(command), async (args) => {
        const { code, output } = await runHere(command, args);
        codes.add(code);
        expect(output).not.toMatch(/\n {4}at /);
        // A terminal would obey them.
        expect(output).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
        // Where nothing was ever run there is no folder to look into.
        if (code === 0) expect(output).toMatch(/Usage: npm |^No executions yet: |^$/);
        else if (code === 1) expect(output).toContain(understood);
        else {
          expect(code).toBe(2);
          expect(output).toMatch(
            /^(Usage: [\s\S]*\n)?error: (Expected |unknown |missing required |too many arguments|option .* (argument missing|is invalid)|command-argument )[^\n]*\n$/,
          );
        }
      }),
      { numRuns: 400 },
    );
    expect([...codes]).toEqual(expect.arrayContaining([0, 2]));
  },
);
