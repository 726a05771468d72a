import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SendingHold } from '../../api.outreach.types.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { ShadowBanner } from '../go-live/shadow-banner.js';
import { SHADOW_WEEK } from '../go-live/use-go-live.js';
import { useManages } from '../session/roles.js';
import { ReasonDialog } from './reason-dialog.js';
import { useSending, useSendingWork } from './use-sending.js';

/** On every page while nothing leaves, or something holds it: whoever starts a sequence must know, and who can change it. */
export function SendingBanner() {
  const sending = useSending();
  const manages = useManages();
  if (sending.data === undefined) return null;
  const { enabled, holds } = sending.data;
  if (enabled && holds.length === 0) return null;
  return (
    <aside className="kw-banner" aria-label="Sending">
      {!enabled && (
        <div>
          <Signal tone="wait">Sending is off</Signal> Messages are planned and wait.{' '}
          {manages ? <TurnOn /> : 'A manager or admin of this practice can turn it on.'}
        </div>
      )}
      {holds.map((hold) =>
        // A shadow week ends by its own gate alone.
        hold.reason === SHADOW_WEEK ? (
          <ShadowBanner key={hold.id} />
        ) : (
          <Hold key={hold.id} hold={hold} manages={manages} />
        ),
      )}
    </aside>
  );
}

function TurnOn() {
  const { change } = useSendingWork();
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={change.isPending}
        onClick={() => change.mutate({ enabled: true })}
      >
        Turn sending on
      </Button>
      {change.isError && (
        <span role="alert" className="kw-wrong">
          {' '}
          {change.error.message}
        </span>
      )}
    </>
  );
}

function Hold({ hold, manages }: { hold: SendingHold; manages: boolean }) {
  const [asked, setAsked] = useState(false);
  const { release } = useSendingWork();
  return (
    <div>
      <Signal tone="wrong">{hold.byName === null ? 'Keepwell holds all sending' : 'Sending is held'}</Signal>{' '}
      <span className="kw-banner-says">{hold.says}</span>{' '}
      <span className="kw-quiet">
        {hold.byName === null ? '' : `${hold.byName}, `}
        <Moment at={hold.at} />
      </span>{' '}
      {manages ? (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          Release the hold
        </Button>
      ) : (
        'A manager or admin of this practice can release it.'
      )}
      <ReasonDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title="Release the hold?"
        lead="Messages that wait leave again from now on, each only if it is still allowed. What you write stays in the audit log."
        label="Why it may go on"
        action="Release it"
        work={release}
        onReason={(because) => release.mutate({ id: hold.id, because }, { onSuccess: () => setAsked(false) })}
      />
    </div>
  );
}
