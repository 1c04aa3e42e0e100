import { useId, useMemo } from 'react';
import { useAddress } from '../../shell/address.ts';
import { atThreshold, matchesAt, type WhatIf } from './at-threshold.ts';
import { PhotoWithFaces } from './photo-with-faces.tsx';

/** The photo with its faces, and a threshold to drag: which of the similarities that were found would reach it. */
export function PhotoWhatIf({
  threshold,
  faces,
  ...photo
}: Parameters<typeof PhotoWithFaces>[0] & {
  /** That of the run; absent before there is one. */
  threshold?: number;
}) {
  const [address, change] = useAddress();
  const wanted = Number(address.get('threshold') ?? Number.NaN);
  const dragged = threshold !== undefined && wanted > threshold && wanted <= 100 ? wanted : undefined;
  const shown = useMemo(
    () => (dragged === undefined ? faces : atThreshold(faces, dragged)),
    [faces, dragged],
  );
  return (
    <>
      <PhotoWithFaces {...photo} faces={shown} />
      {threshold !== undefined && threshold < 100 && faces.some(({ outcome }) => outcome === 'Match') && (
        <ThresholdToDrag
          threshold={threshold}
          dragged={dragged ?? threshold}
          whatIf={matchesAt(faces, dragged ?? threshold)}
          onDrag={(to) => change({ threshold: to > threshold ? String(to) : undefined }, { replace: true })}
        />
      )}
    </>
  );
}

function ThresholdToDrag({
  threshold,
  dragged,
  whatIf: { matches, lost },
  onDrag,
}: {
  threshold: number;
  dragged: number;
  whatIf: WhatIf;
  onDrag: (threshold: number) => void;
}) {
  const id = useId();
  return (
    <div className="what-if">
      <label htmlFor={id}>What if the threshold were</label>
      <input
        id={id}
        type="range"
        min={threshold}
        max={100}
        step={0.1}
        value={dragged}
        aria-valuetext={`${dragged} %`}
        onChange={({ target }) => onDrag(Number(target.value))}
      />
      <b>{dragged} %</b>
      <output htmlFor={id}>
        {lost === 0
          ? `All ${matches} that matched would match.`
          : `${matches} would match, ${lost} would not any more.`}{' '}
        Below {threshold} % nobody knows: it was searched for that much. Reprocess with less to find out.
      </output>
    </div>
  );
}
