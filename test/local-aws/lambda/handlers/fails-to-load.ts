class EnvironmentInvalid extends Error {
  override name = 'EnvironmentInvalid' as const;
}

if (process.env.REQUIRED === undefined)
  throw new EnvironmentInvalid('Expected REQUIRED to be set, got nothing');

export const handler = async () => 'loaded';
