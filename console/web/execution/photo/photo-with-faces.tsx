import { useMemo, useState } from 'react';
import type { Face } from '../../../api/face.ts';
import { useSize } from '../../shell/use-size.ts';
import { FaceBox } from './face-box.tsx';
import { FaceCard } from './face-card.tsx';
import { FaceLabel } from './face-label.tsx';
import { placeLabels } from './place-labels.ts';
import { WhyNoPhoto } from './why-no-photo.tsx';
import './photo.css';

/** The photo with a box and a label for each face; one of them can be chosen. */
export function PhotoWithFaces({
  imageUrl,
  alt,
  size,
  faces,
  chosen,
  onChoose,
}: {
  imageUrl: string;
  alt: string;
  /** Of the upright photo, in pixels; its place is kept free until it is loaded. */
  size?: { width: number; height: number };
  faces: readonly Face[];
  /** The idx of a face. */
  chosen?: number;
  onChoose: (idx: number | undefined) => void;
}) {
  const [picture, shown] = useSize<HTMLDivElement>();
  const [failed, setFailed] = useState(false);
  const [pointed, setPointed] = useState<number>();
  const labels = useMemo(() => (shown ? placeLabels(faces, shown) : []), [faces, shown]);
  // A small face in front of a large one must be reachable.
  const fromLargest = useMemo(() => [...faces].sort((a, b) => areaOf(b) - areaOf(a)), [faces]);
  const told = faces.find(({ idx }) => idx === pointed);
  return (
    <div
      ref={picture}
      className={failed ? 'photo without-image' : 'photo'}
      style={size && { aspectRatio: `${size.width} / ${size.height}`, width: widthWithin(size) }}
    >
      <img src={imageUrl} alt={alt} onError={() => setFailed(true)} onLoad={() => setFailed(false)} />
      {failed && <WhyNoPhoto imageUrl={imageUrl} />}
      {fromLargest.map((face) => (
        <FaceBox
          key={face.idx}
          face={face}
          chosen={face.idx === chosen}
          dimmed={chosen !== undefined && face.idx !== chosen}
          onChoose={() => onChoose(face.idx === chosen ? undefined : face.idx)}
          onPoint={(on) => setPointed(on ? face.idx : undefined)}
        />
      ))}
      {labels.map((label) => (
        <FaceLabel
          key={label.face.idx}
          label={label}
          dimmed={chosen !== undefined && label.face.idx !== chosen}
        />
      ))}
      {told && shown && <FaceCard face={told} picture={shown} />}
    </div>
  );
}

const areaOf = ({ boundingBox: { width, height } }: Face) => width * height;

/** As wide as there is room, and no higher than can be seen at once. */
const widthWithin = ({ width, height }: { width: number; height: number }) =>
  `min(100%, calc(min(68vh, 640px) * ${width / height}))`;
