import { QualityFilter } from '@aws-sdk/client-rekognition';

/** What an operator sets; each has a default. */
export interface Settings {
  /** Of each of SearchFacesByImage, IndexFaces and SearchFaces: Rekognition's quota in the Region. */
  readonly callsPerSecond: number | 'none';
  /** The table of the clock that all searches share; without it a search waits for nobody. */
  readonly paceTable: string | undefined;
  /** Which faces are too poor to be somebody's only face in the collection. AUTO leaves it to Rekognition. */
  readonly quality: QualityFilter;
  /** Seconds in which a face that was indexed may be hidden from a search. AWS does not say that there are none. */
  readonly settleSeconds: number;
}

/** Names the variable, what was expected of it, and what came. */
export class SettingInvalid extends Error {
  override name = 'SettingInvalid' as const;
  readonly variable: string;

  constructor(variable: string, expected: string, got: string) {
    super(`Expected ${expected} for ${variable}, got ${JSON.stringify(got)}`);
    this.variable = variable;
  }
}

/** Throws SettingInvalid. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { SEARCHES_PER_SECOND, PACE_TABLE, INDEX_FACES_QUALITY, INDEX_FACES_SETTLE_SECONDS } = environment;
  const qualities = Object.values(QualityFilter);
  const quality = INDEX_FACES_QUALITY || QualityFilter.AUTO;
  if (!qualities.includes(quality as QualityFilter))
    throw new SettingInvalid('INDEX_FACES_QUALITY', `one of ${qualities.join(', ')}`, quality);
  return {
    callsPerSecond:
      (SEARCHES_PER_SECOND || 'none') === 'none'
        ? 'none'
        : numberFrom('SEARCHES_PER_SECOND', SEARCHES_PER_SECOND!, 0.1),
    paceTable: PACE_TABLE || undefined,
    quality: quality as QualityFilter,
    settleSeconds: numberFrom('INDEX_FACES_SETTLE_SECONDS', INDEX_FACES_SETTLE_SECONDS || '1', 0),
  };
}

function numberFrom(name: string, text: string, least: number): number {
  const number = Number(text);
  if (number >= least && number < Number.POSITIVE_INFINITY) return number;
  throw new SettingInvalid(name, `a number from ${least}`, text);
}
