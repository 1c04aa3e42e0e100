import Checkbox from '@cloudscape-design/components/checkbox';
import { EnrollButton } from './enroll-button.tsx';
import type { Group } from './group-by-likeness.tsx';
import { OccurrenceCard } from './occurrence-card.tsx';

/** Unknown faces that are alike, or the others, each to be chosen or enrolled. */
export function FaceGroup({
  group: { faces, alike },
  titled,
  chosen,
  onChoose,
}: {
  group: Group;
  /** Whether it is told apart from other groups. */
  titled: boolean;
  chosen: ReadonlySet<string>;
  onChoose: (cropKeys: readonly string[], add: boolean) => void;
}) {
  const keys = faces.map(({ cropKey }) => cropKey);
  const count = keys.filter((key) => chosen.has(key)).length;
  const photos = new Set(faces.map(({ key }) => key)).size;
  const title = alike
    ? `${faces.length} faces that are alike, in ${photos === 1 ? '1 photo' : `${photos} photos`}`
    : faces.length === 1
      ? '1 face that is like none of them'
      : `${faces.length} faces that are like none of them`;
  return (
    <section className={titled ? 'face-group' : undefined} aria-label={titled ? title : undefined}>
      {titled && (
        <Checkbox
          checked={count === keys.length}
          indeterminate={count > 0 && count < keys.length}
          onChange={({ detail }) => onChoose(keys, detail.checked)}
        >
          <b>{title}</b>
        </Checkbox>
      )}
      <ul className="occurrence-cards">
        {faces.map((face) => (
          <OccurrenceCard key={face.cropKey} occurrence={face}>
            <div className="unknown-actions">
              <Checkbox
                ariaLabel={`Choose face ${face.idx} of ${face.key}`}
                checked={chosen.has(face.cropKey)}
                onChange={({ detail }) => onChoose([face.cropKey], detail.checked)}
              />
              <EnrollButton cropKey={face.cropKey} cropUrl={face.cropUrl} />
            </div>
          </OccurrenceCard>
        ))}
      </ul>
    </section>
  );
}
