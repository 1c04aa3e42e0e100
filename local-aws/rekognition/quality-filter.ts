import type { Reason } from '@aws-sdk/client-rekognition';
import type { DescribedFace } from './face-engine.ts';
import type { QualityFilter } from './request.ts';

interface QualityBar {
  readonly confidence: number;
  readonly sharpness: number;
  readonly brightness: number;
  readonly strength: number;
  /** At most. */
  readonly misfit: number;
}

/**
 * Own bars; AWS names none of its. Of 80 photos of public figures, blurred more and more, the next photo of the same person
 * was recognised at 95 in no case under a strength of 2.5, in half of them from 3 and in 97 % from 3.6. Brightness only keeps out
 * faces lost in black, since a bar that meant more would keep out dark skin. Of the sample photos' faces all pass the
 * lowest but the one in profile.
 */
const low: QualityBar = { confidence: 50, sharpness: 10, brightness: 3, strength: 2.5, misfit: 10 };
const bars: Readonly<Record<QualityFilter, QualityBar>> = {
  NONE: { confidence: 0, sharpness: 0, brightness: 0, strength: 0, misfit: Number.POSITIVE_INFINITY },
  AUTO: low,
  LOW: low,
  MEDIUM: { confidence: 65, sharpness: 30, brightness: 6, strength: 3, misfit: 8 },
  HIGH: { confidence: 80, sharpness: 50, brightness: 9, strength: 3.6, misfit: 7 },
};

/** Why a face does not pass the filter; empty when it does. */
export function reasonsAgainst(face: DescribedFace, filter: QualityFilter): Reason[] {
  const { confidence, quality, strength, misfit } = face;
  const bar = bars[filter];
  const reasons: Reason[] = [];
  if (confidence < bar.confidence) reasons.push('LOW_CONFIDENCE');
  if (strength < bar.strength) reasons.push('LOW_FACE_QUALITY');
  if (misfit > bar.misfit) reasons.push('EXTREME_POSE');
  if (quality.sharpness < bar.sharpness) reasons.push('LOW_SHARPNESS');
  if (quality.brightness < bar.brightness) reasons.push('LOW_BRIGHTNESS');
  return reasons;
}
