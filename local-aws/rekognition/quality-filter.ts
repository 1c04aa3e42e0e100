import type { Reason } from '@aws-sdk/client-rekognition';
import type { DetectedFace } from './face-engine.ts';
import type { QualityFilter } from './request.ts';

interface QualityBar {
  readonly confidence: number;
  readonly sharpness: number;
  readonly brightness: number;
}

/**
 * Own bars; AWS names none of its. Brightness only keeps out faces lost in black, since a bar that meant more
 * would keep out dark skin. The sample photos' faces pass all of them.
 */
const low: QualityBar = { confidence: 50, sharpness: 10, brightness: 3 };
const bars: Readonly<Record<QualityFilter, QualityBar>> = {
  NONE: { confidence: 0, sharpness: 0, brightness: 0 },
  AUTO: low,
  LOW: low,
  MEDIUM: { confidence: 65, sharpness: 30, brightness: 6 },
  HIGH: { confidence: 80, sharpness: 50, brightness: 9 },
};

/** Why a face does not pass the filter; empty when it does. */
export function reasonsAgainst({ confidence, quality }: DetectedFace, filter: QualityFilter): Reason[] {
  const bar = bars[filter];
  const reasons: Reason[] = [];
  if (confidence < bar.confidence) reasons.push('LOW_CONFIDENCE');
  if (quality.sharpness < bar.sharpness) reasons.push('LOW_SHARPNESS');
  if (quality.brightness < bar.brightness) reasons.push('LOW_BRIGHTNESS');
  return reasons;
}
