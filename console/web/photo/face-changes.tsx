import type { Face } from '../../api/face.ts';
import { outcomeInWords } from '../outcomes/outcome.ts';
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import type { FaceChange } from './compare-faces.ts';

/** The faces that are not what they were, what each was and what it is. */
export function FaceChanges({ changes }: { changes: readonly FaceChange[] }) {
  return (
    <ul className="face-changes">
      {changes.map(({ before, after }) => {
        const shown = (after ?? before)!;
        return (
          <li key={`${before?.idx} ${after?.idx}`}>
            <Thumbnail url={after?.cropUrl ?? before?.cropUrl} alt="" size={44} />
            <b>Face {shown.idx}</b>
            <Told face={before} missing="not found before" />
            <span aria-hidden="true">→</span>
            <span className="visually-hidden">became</span>
            <Told face={after} missing="not found any more" />
          </li>
        );
      })}
    </ul>
  );
}

const Told = ({ face, missing }: { face: Face | undefined; missing: string }) =>
  face ? (
    <span className="face-told">
      <OutcomeBadge outcome={face.outcome} /> {outcomeInWords(face)}
    </span>
  ) : (
    <span className="face-told">{missing}</span>
  );
