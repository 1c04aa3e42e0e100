import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { NeededLook } from '../../api/needs-look.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { ConfirmReprocess } from '../start/confirm-reprocess.tsx';

type Remedy = Exclude<NeededLook['remedy'], 'none'>;

const words: Readonly<Record<Remedy, string>> = { reprocess: 'Reprocess', redrive: 'Redrive' };

/** What helps those that are chosen, or all: each kind of remedy for those that it helps. */
export function Remedies({ looks, all }: { looks: readonly NeededLook[]; all: boolean }) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <RemedyOf remedy="redrive" looks={looks} all={all} />
      <RemedyOf remedy="reprocess" looks={looks} all={all} />
    </SpaceBetween>
  );
}

function RemedyOf({ remedy, looks, all }: { remedy: Remedy; looks: readonly NeededLook[]; all: boolean }) {
  const [asked, setAsked] = useState<readonly NeededLook[]>();
  const helped = looks.filter((look) => look.remedy === remedy);
  const number = helped.length.toLocaleString('en');
  return (
    <>
      <Button disabled={helped.length === 0} onClick={() => setAsked(helped)}>
        {helped.length === 0 ? words[remedy] : `${words[remedy]} ${all ? `all ${number}` : number}`}
      </Button>
      {asked && <ConfirmRemedy remedy={remedy} looks={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** What helps one of them. */
export function RemedyButton({ look }: { look: NeededLook }) {
  const { remedy, photo, execution } = look;
  const [asked, setAsked] = useState(false);
  if (remedy === 'none') return null;
  return (
    <>
      <Button
        variant="inline-link"
        ariaLabel={`${words[remedy]} ${photo?.key ?? execution}`}
        onClick={() => setAsked(true)}
      >
        {words[remedy]}
      </Button>
      {asked && <ConfirmRemedy remedy={remedy} looks={[look]} onClose={() => setAsked(false)} />}
    </>
  );
}

function ConfirmRemedy({
  remedy,
  looks,
  onClose,
}: {
  remedy: Remedy;
  looks: readonly NeededLook[];
  onClose: () => void;
}) {
  const [first] = looks;
  if (remedy === 'redrive') {
    const executions = looks.flatMap(({ execution = [] }) => execution);
    return (
      <Confirm
        title={executions.length === 1 ? 'Redrive execution' : `Redrive ${executions.length} executions`}
        confirm="Redrive"
        action="redriveMany"
        request={{ body: { executions } }}
        notice={({ total }) => ({
          header: `Redriving ${total} ${total === 1 ? 'execution' : 'executions'}: each goes on where it stopped`,
        })}
        onDone={onClose}
        onCancel={onClose}
      >
        <Box>
          Each goes on where it stopped: faces that have their outcome are not searched again. Mend first what
          they met, or they meet it again.
        </Box>
        <CostNotice plan={{ action: 'redrive', executions }} />
      </Confirm>
    );
  }
  const keys = looks.flatMap(({ photo }) => photo?.key ?? []);
  return (
    <ConfirmReprocess
      input={{ keys }}
      what={keys.length === 1 ? first!.photo!.key : `${keys.length} photos`}
      onClose={() => onClose()}
    />
  );
}
