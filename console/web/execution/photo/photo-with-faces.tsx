import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { pixelsOf, type Size } from '../../../../operations/annotate/rectangle.ts';
import type { Face } from '../../../api/face.ts';
import { failure } from '../../../api/failure.ts';
import { outcomeInWords, outcomeLooks } from '../../outcomes/outcome.ts';
import { OutcomeBadge, OutcomeSign } from '../../outcomes/outcome-badge.tsx';
import { Thumbnail } from '../../shell/thumbnail.tsx';
import { useSize } from '../../shell/use-size.ts';
import { boxOnPhoto, type PlacedLabel, placeLabels } from './placement.ts';
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

/** A face's box, which the mouse, a finger or the keyboard can reach. */
function FaceBox({
  face,
  chosen,
  dimmed,
  onChoose,
  onPoint,
}: {
  face: Face;
  chosen: boolean;
  dimmed: boolean;
  onChoose: () => void;
  onPoint: (on: boolean) => void;
}) {
  const { box, word } = outcomeLooks[face.outcome];
  return (
    <button
      type="button"
      className={`face-box${chosen ? ' chosen' : ''}${dimmed ? ' dimmed' : ''}`}
      style={{ ...boxOnPhoto(face.boundingBox), borderColor: box }}
      aria-label={`Face ${face.idx}: ${word}. ${outcomeInWords(face)}`}
      aria-pressed={chosen}
      onClick={onChoose}
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onPoint(false);
      }}
    />
  );
}

/** The number of a face on black, and its outcome on the outcome's colour. The box says the same to a screen reader. */
function FaceLabel({ label, dimmed }: { label: PlacedLabel; dimmed: boolean }) {
  const { face, withNumber, text, place } = label;
  const { box, lettering } = outcomeLooks[face.outcome];
  return (
    <span
      className={`face-label${withNumber ? '' : ' only-sign'}${dimmed ? ' dimmed' : ''}`}
      style={{ left: place.x, top: place.y, minWidth: place.width, background: box, color: lettering }}
      aria-hidden="true"
    >
      {withNumber && <b>{face.idx}</b>}
      <OutcomeSign outcome={face.outcome} />
      {text}
    </span>
  );
}

/** What is told of the face one points at: beside its box, inside the photo's width. */
function FaceCard({ face, picture }: { face: Face; picture: Size }) {
  const width = 264;
  const box = pixelsOf(face.boundingBox, picture);
  const left = Math.max(0, Math.min(box.x + box.width / 2 - width / 2, picture.width - width));
  const below = box.y + box.height + 8;
  const place =
    below < picture.height * 0.75 ? { left, top: below } : { left, bottom: picture.height - box.y + 8 };
  return (
    <div className="face-card" style={{ ...place, width }} aria-hidden="true">
      {face.cropUrl && <Thumbnail url={face.cropUrl} alt="" size={64} />}
      <div>
        <div className="face-card-title">
          Face {face.idx} <OutcomeBadge outcome={face.outcome} />
        </div>
        {outcomeInWords(face)}
      </div>
    </div>
  );
}

/** What the server answered instead of the photo: a picture that cannot be shown does not tell. */
function WhyNoPhoto({ imageUrl }: { imageUrl: string }) {
  const { data } = useQuery({
    queryKey: ['why-no-photo', imageUrl],
    queryFn: async ({ signal }) => {
      const response = await fetch(imageUrl, { signal });
      return response.ok ? undefined : failure.parse(await response.json()).error;
    },
    staleTime: 60_000,
    retry: false,
  });
  return (
    <p className="photo-missing">The photo cannot be shown. {data && `${data.message}. ${data.whatToDo}`}</p>
  );
}
