import { Button } from '@mantine/core';
import { useState } from 'react';
import { IconHandStop } from '../../ui/icons.js';
import { Signal } from '../../ui/signal.js';
import { useManages } from '../session/roles.js';
import { ReasonDialog } from './reason-dialog.js';
import { useSending, useSendingWork } from './use-sending.js';

/** Whether anything leaves at all, and the way to stop everything at once. Turning on is in the banner, which stands while it is off. */
export function SendingSwitch() {
  const sending = useSending();
  const manages = useManages();
  const [asked, setAsked] = useState(false);
  const { change, hold } = useSendingWork();
  if (sending.data === undefined) return null;
  const { enabled, holds } = sending.data;
  if (!enabled) return null;
  const isHeld = holds.some(({ reason }) => reason === 'staff');
  return (
    <>
      {holds.length === 0 && <Signal tone="good">Sending is on</Signal>}
      {manages && (
        <>
          {!isHeld && (
            <Button variant="default" leftSection={<IconHandStop size={16} />} onClick={() => setAsked(true)}>
              Hold everything
            </Button>
          )}
          <Button variant="subtle" loading={change.isPending} onClick={() => change.mutate({ enabled: false })}>
            Turn sending off
          </Button>
        </>
      )}
      {change.isError && (
        <span role="alert" className="kw-wrong">
          {change.error.message}
        </span>
      )}
      <ReasonDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title="Hold all sending?"
        lead="From the next message on, nothing leaves this practice until a manager or admin releases the hold."
        label="Why"
        action="Hold everything"
        work={hold}
        onReason={(because) => hold.mutate(because, { onSuccess: () => setAsked(false) })}
      />
    </>
  );
}
