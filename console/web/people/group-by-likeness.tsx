import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { LikenessGroups, UnknownFace } from '../../api/person.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';

/** Faces that are likely to be of one person, or those of whom that is not known. */
export interface Group {
  readonly faces: readonly UnknownFace[];
  readonly alike: boolean;
}

/** The unknown faces by the last grouping: groups first, the largest of them at the top, then all others. */
export function useGroups(faces: readonly UnknownFace[]): {
  groups: readonly Group[];
  grouping: LikenessGroups | undefined;
} {
  const { list } = usePollEvery();
  const { data } = useAnswer(
    'likenessGroups',
    {},
    { every: (answer) => (answer?.state === 'running' ? list : false), fresh: 2_000 },
  );
  return { groups: groupsOf(faces, data?.groups ?? []), grouping: data };
}

export function groupsOf(faces: readonly UnknownFace[], groups: readonly (readonly string[])[]): Group[] {
  const byKey = new Map(faces.map((face) => [face.cropKey, face]));
  const alike: Group[] = groups
    .map((group) => group.flatMap((key) => byKey.get(key) ?? []))
    .filter(({ length }) => length > 1)
    .map((group) => ({ faces: group, alike: true }));
  const grouped = new Set(alike.flatMap((group) => group.faces));
  const others = faces.filter((face) => !grouped.has(face));
  return others.length === 0 ? alike : [...alike, { faces: others, alike: false }];
}

/** Asks before it spends, and then tells how far it has come. */
export function GroupByLikeness({
  count,
  grouping,
}: {
  count: number;
  grouping: LikenessGroups | undefined;
}) {
  const [asked, setAsked] = useState(false);
  const { state, done = 0, total = 0 } = grouping ?? {};
  if (state === 'running')
    return (
      <Button loading loadingText="Grouping">
        Grouping: {total === 0 ? 0 : Math.floor((100 * done) / total)} %
      </Button>
    );
  return (
    <>
      <Button disabled={count < 2} onClick={() => setAsked(true)}>
        Group by likeness
      </Button>
      {asked && (
        <Confirm
          title="Group by likeness"
          confirm={`Group ${count} faces`}
          action="groupByLikeness"
          request={{}}
          notice={() => ({ header: `Grouping ${count} faces by their likeness` })}
          onDone={() => setAsked(false)}
          onCancel={() => setAsked(false)}
        >
          <Box>
            Compares the newest {count} unknown faces with each other. Rekognition does that only within a
            collection: they are put into one of their own, which is deleted at the end.
          </Box>
          <CostNotice plan={{ action: 'group', faces: count }} />
        </Confirm>
      )}
    </>
  );
}
