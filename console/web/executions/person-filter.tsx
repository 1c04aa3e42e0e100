import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { Person } from '../../api/person.ts';
import { useAnswer } from '../asking.ts';
import { shortFaceId } from '../shell/names.ts';

const anybody = { value: '', label: 'Anybody' };

/** Who is in the photo: chosen among the first people, or those whose name has what is typed in it. */
export function PersonFilter({
  person,
  onChange,
}: {
  person: string | undefined;
  onChange: (person: string | undefined) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const listed = useAnswer(
    'people',
    { query: typed ? { name: typed, limit: 100 } : { limit: 100 } },
    { enabled: opened, keep: true, fresh: 10_000 },
  );
  const chosen = useAnswer(
    'people',
    { query: { faceId: [person ?? ''] } },
    { enabled: person !== undefined },
  );
  const options = onePerName(listed.data?.people ?? []).map(toOption);
  return (
    <Select
      options={[anybody, ...options]}
      selectedOption={person === undefined ? anybody : toOption(chosen.data?.people[0] ?? { faceId: person })}
      onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
      onLoadItems={({ detail }) => {
        setOpened(true);
        setTyped(detail.filteringText.trim());
      }}
      filteringType="manual"
      filteringPlaceholder="Find by name"
      filteringAriaLabel="Find people by name"
      statusType={listed.error ? 'error' : listed.isFetching ? 'loading' : 'finished'}
      loadingText="Looking for people"
      errorText={listed.error?.message}
      recoveryText="Try again"
      ariaLabel="Person"
    />
  );
}

/** Several faces of one name are one person; in how many photos they are together, none of them tells. */
const onePerName = (people: readonly Person[]): (Pick<Person, 'faceId' | 'name'> & Partial<Person>)[] =>
  [...Map.groupBy(people, ({ name, faceId }) => name ?? faceId).values()].map(([first, ...others]) =>
    others.length === 0 ? first! : { faceId: first!.faceId, name: first!.name },
  );

const toOption = ({ faceId, name, photoCount }: Pick<Person, 'faceId' | 'name'> & Partial<Person>) => ({
  value: faceId,
  label: name ?? `Face ${shortFaceId(faceId)}`,
  ...(photoCount !== undefined && { labelTag: photoCount === 1 ? '1 photo' : `${photoCount} photos` }),
});
