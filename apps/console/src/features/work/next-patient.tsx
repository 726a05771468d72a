import { Button } from '@mantine/core';
import { useState } from 'react';
import { IconPlayerSkipForward } from '../../ui/icons.js';
import { useKeys } from '../../ui/use-keys.js';
import type { NextCase } from '../../api.types.js';
import { useHand } from './hand.js';
import { MyDay } from './my-day.js';
import { SkipDialog } from './skip-dialog.js';

interface NextPatientProps {
  /** The case of the page; null: none. */
  caseId: string | null;
  goOn: (skip?: NextCase['skip']) => Promise<void>;
  isGoing: boolean;
  sentence: string | null;
}

/** On to the next patient. Who is in hand and was left without a result is passed over for a reason. */
export function NextPatient({ caseId, goOn, isGoing, sentence }: NextPatientProps) {
  const { held } = useHand();
  const [asks, setAsks] = useState(false);
  const isLeftUndone = held !== null && !held.isLost && !held.isDone && held.inHand.case.caseId === caseId;
  const next = () => {
    if (isGoing) return;
    if (isLeftUndone) setAsks(true);
    else void goOn();
  };
  useKeys({ n: next });
  return (
    <>
      <span className="kw-quiet">{sentence ?? <MyDay />}</span>
      <Button
        variant="default"
        rightSection={<IconPlayerSkipForward size={16} aria-hidden />}
        loading={isGoing}
        onClick={next}
        title="Key: N"
      >
        Next patient
      </Button>
      <SkipDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onSkip={(reason) => {
          setAsks(false);
          if (caseId !== null) void goOn({ caseId, reason });
        }}
      />
    </>
  );
}
