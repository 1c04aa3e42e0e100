import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { UnknownFace } from '../../api/person.ts';
import { useAction, useAnswer, usePollEvery } from '../asking.ts';
import { later } from '../shell/later.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { useNotify } from '../shell/notifications.tsx';
import { Problem } from '../shell/problem.tsx';
import { FaceGroup } from './face-group.tsx';
import { GroupByLikeness, useGroups } from './group-by-likeness.tsx';

const EnrollSeveral = later(() => import('./enroll-several.tsx'), null);
const PutAwayFaces = later(() => import('./put-away-faces.tsx'));

/** The newest No match faces of all photos: to be enrolled by one click, or several as one person, or put away. */
export function UnknownFaces() {
  const { counts: every } = usePollEvery();
  const { data, error, refetch } = useAnswer('unknownFaces', {}, { every });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [enrolled, setEnrolled] = useState<readonly UnknownFace[]>();
  const [showPutAway, setShowPutAway] = useState(false);
  const { groups, grouping } = useGroups(data?.faces ?? []);
  const several = groups.length > 1 || (groups[0]?.alike ?? false);
  // What has gone since is not chosen any more.
  const selected = data?.faces.filter(({ cropKey }) => chosen.has(cropKey)) ?? [];
  const choose = (cropKeys: readonly string[], add: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const key of cropKeys) add ? after.add(key) : after.delete(key);
      return after;
    });
  const how = selected.length === 0 ? '' : ` ${selected.length}`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={data && `(${data.total})`}
          description="Searched, and nobody in the collection was like them. Enroll one, or choose several of one person: photos processed from then on match them."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <GroupByLikeness count={data?.faces.length ?? 0} grouping={grouping} />
              <PutAway faces={selected} label={`Put away${how}`} onDone={() => setChosen(new Set())} />
              <Button disabled={selected.length === 0} onClick={() => setEnrolled(selected)}>
                Enroll{how} under one name
              </Button>
            </SpaceBetween>
          }
        >
          Unknown faces
        </Header>
      }
    >
      {error ? (
        <Problem what="The unknown faces cannot be listed" error={error} onRetry={() => refetch()} />
      ) : !data ? (
        <LoadingPage />
      ) : (
        <SpaceBetween size="l">
          {grouping?.error && <Problem what="The faces were not grouped" error={new Error(grouping.error)} />}
          {data.faces.length === 0 ? (
            <Box textAlign="center" padding="l" color="text-body-secondary">
              None. Drop photos anywhere on this page to have their faces searched.
            </Box>
          ) : (
            groups.map((group) => (
              <FaceGroup
                key={group.faces[0]!.cropKey}
                group={group}
                titled={several}
                chosen={chosen}
                onChoose={choose}
              />
            ))
          )}
          {data.total > data.faces.length && (
            <Box color="text-body-secondary" textAlign="center">
              The newest {data.faces.length} of {data.total}.
            </Box>
          )}
          {(data.putAway > 0 || showPutAway) && (
            <Button variant="inline-link" onClick={() => setShowPutAway((shown) => !shown)}>
              {showPutAway ? 'Hide those put away' : `Show ${data.putAway} put away`}
            </Button>
          )}
          {showPutAway && <PutAwayFaces />}
        </SpaceBetween>
      )}
      {enrolled && (
        <EnrollSeveral
          faces={enrolled}
          onClose={() => {
            setEnrolled(undefined);
            setChosen(new Set());
          }}
        />
      )}
    </Container>
  );
}

/** Puts faces away at once: they can be brought back. */
function PutAway({
  faces,
  label,
  onDone,
}: {
  faces: readonly UnknownFace[];
  label: string;
  onDone: () => void;
}) {
  const notify = useNotify();
  const { mutateAsync, isPending } = useAction('putAway');
  const run = () =>
    mutateAsync({ body: { cropKeys: faces.map(({ cropKey }) => cropKey) } }).then(
      ({ message }) => {
        notify({ type: 'success', header: message });
        onDone();
      },
      ({ message }: Error) =>
        notify({ type: 'error', header: 'The faces were not put away', content: message }),
    );
  return (
    <Button disabled={faces.length === 0} loading={isPending} onClick={run}>
      {label}
    </Button>
  );
}
