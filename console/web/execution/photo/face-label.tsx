import { outcomeLooks } from '../../outcomes/outcome-look.ts';
import { OutcomeSign } from '../../outcomes/outcome-sign.tsx';
import type { PlacedLabel } from './place-labels.ts';

/** The number of a face on black, and its outcome on the outcome's colour. The box says the same to a screen reader. */
export function FaceLabel({ label, dimmed }: { label: PlacedLabel; dimmed: boolean }) {
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
