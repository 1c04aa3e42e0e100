import type { Face } from '../../../api/face.ts';
import { outcomeLooks } from '../../outcomes/outcome-look.ts';
import { outcomeInWords } from '../../outcomes/outcome-words.ts';
import { boxOnPhoto } from './box-on-photo.ts';

/** A face's box, which the mouse, a finger or the keyboard can reach. */
export function FaceBox({
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
