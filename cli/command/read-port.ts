import { InvalidArgumentError } from 'commander';

/** Reads the value of `--port`. */
export function readPort(given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
