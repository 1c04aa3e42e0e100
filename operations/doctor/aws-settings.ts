import type { TargetOptions } from '../connect.ts';

/**
 * Settings of an SDK client that only the doctor needs. A place that does not answer is told soon: a person waits,
 * and a network that swallows packets would hold each attempt for minutes.
 */
export const awsSettings = ({ profile, region }: TargetOptions) => ({
  ...(profile && { profile }),
  ...(region && { region }),
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
});
