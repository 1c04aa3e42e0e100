import type { Size } from '../../../../operations/annotate/rectangle.ts';
import { pixelsOf } from '../../../../operations/annotate/rectangle.ts';
import type { Face } from '../../../api/face.ts';
import { OutcomeBadge } from '../../outcomes/outcome-badge.tsx';
import { outcomeInWords } from '../../outcomes/outcome-words.ts';
import { Thumbnail } from '../../photos/thumbnail.tsx';

/** Pixels. */
const width = 264;

/** What is told of the face one points at: beside its box, inside the photo's width. */
export function FaceCard({ face, picture }: { face: Face; picture: Size }) {
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
