import type { Face } from '../../../api/face.ts';
import { outcomeLooks } from '../../outcomes/outcome.ts';
import { OutcomeSign } from '../../outcomes/outcome-badge.tsx';
import type { Chosen } from '../use-chosen.ts';
import './states.css';

/** The Map's iterations, one per face, to choose one. */
export function FaceStrip({ faces, chosen }: { faces: readonly Face[]; chosen: Chosen }) {
  if (faces.length === 0) return null;
  return (
    <fieldset className="face-strip">
      <legend>Faces, each an iteration of the Map</legend>
      <button
        type="button"
        className="face-chip all"
        aria-pressed={chosen.face === undefined}
        onClick={() => chosen.chooseFace(undefined)}
      >
        All
      </button>
      {faces.map(({ idx, outcome }) => {
        const { box, lettering, word } = outcomeLooks[outcome];
        return (
          <button
            key={idx}
            type="button"
            className="face-chip"
            style={{ background: box, color: lettering }}
            aria-pressed={chosen.face === idx}
            aria-label={`Face ${idx}: ${word}`}
            title={`Face ${idx}: ${word}`}
            onClick={() => chosen.chooseFace(chosen.face === idx ? undefined : idx)}
          >
            {idx}
            <OutcomeSign outcome={outcome} />
          </button>
        );
      })}
    </fieldset>
  );
}
