import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useAction, useAnswer } from '../asking.ts';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Problem } from '../shell/problem.tsx';
import { OccurrenceCard } from './occurrence-card.tsx';

/** Faces of nobody whose name is wanted, to be brought back. */
export default function PutAwayFaces() {
  const { data, error, refetch } = useAnswer('putAwayFaces', {});
  const bringBack = useAction('putAway');
  if (error && !data)
    return <Problem what="The faces put away cannot be listed" error={error} onRetry={() => refetch()} />;
  if (!data) return <LoadingPage />;
  return (
    <section className="face-group" aria-label="Put away">
      <Box variant="strong">Put away ({data.total})</Box>
      {bringBack.error && <Problem what="It was not brought back" error={bringBack.error} />}
      <ul className="occurrence-cards">
        {data.faces.map((face) => (
          <OccurrenceCard key={face.cropKey} occurrence={face}>
            <Button
              wrapText={false}
              loading={bringBack.isPending && bringBack.variables.body.cropKeys[0] === face.cropKey}
              ariaLabel={`Bring back face ${face.idx} of ${face.key}`}
              onClick={() => bringBack.mutate({ body: { cropKeys: [face.cropKey], back: true } })}
            >
              Bring back
            </Button>
          </OccurrenceCard>
        ))}
      </ul>
    </section>
  );
}
