import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { WriteFound, WriteOperation } from '../../api.sources.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { instantText } from '../../ui/dates.js';
import { useZone } from '../../ui/zone.js';
import { useRetries, useWorks } from '../session/roles.js';
import { useResolveWrite, useRetryWrite } from './use-source.js';
import { WRITE_KINDS } from './write-words.js';

/**
 * What a person can do about a write that failed or was left in doubt. Whoever mends the connection has it tried again, too; what stands in
 * the other system is for those to say who work with patients. Others see its state.
 */
export function WriteActs({ write }: { write: WriteOperation }) {
  const zone = useZone();
  const announce = useAnnounce();
  const retry = useRetryWrite(write.id);
  const works = useWorks();
  const retries = useRetries();
  if (!retries || (write.state !== 'failed' && write.state !== 'review')) return null;
  const named = `${WRITE_KINDS[write.kind]}, asked ${instantText(write.askedAt, zone)}`;
  return (
    <>
      <div className="kw-inline-form">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Try again: ${named}`}
          title="It is looked for there first, so that nothing is written twice"
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined, { onSuccess: () => announce(`${named}: it waits its turn again.`) })}
        >
          Try again
        </Button>
        {works && write.state === 'review' && <Resolve write={write} named={named} />}
      </div>
      {retry.isError && (
        <Alert color="red" variant="light" role="alert" mt={6}>
          {retry.error.message}
        </Alert>
      )}
    </>
  );
}

/** Ends a doubt with what a person found in the other system. */
function Resolve({ write, named }: { write: WriteOperation; named: string }) {
  const [asked, setAsked] = useState(false);
  const announce = useAnnounce();
  const resolve = useResolveWrite(write.id);
  const say = (found: WriteFound) =>
    resolve.mutate(found, {
      onSuccess: () => {
        setAsked(false);
        announce(found === 'confirmed' ? `${named}: it stands there.` : `${named}: it does not stand there.`);
      },
    });
  return (
    <>
      <Button size="compact-sm" variant="subtle" aria-label={`I looked: ${named}`} onClick={() => setAsked(true)}>
        I looked
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={`What did you find in ${write.connectionName}?`}
        closeButtonProps={{ 'aria-label': 'Not looked yet' }}
      >
        <Text>{named}.</Text>
        <Text mt="xs">
          Your answer is written down with your name and ends the doubt. If it does not stand there, it can be tried
          again.
        </Text>
        {resolve.isError && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {resolve.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" disabled={resolve.isPending} onClick={() => say('failed')}>
            It does not stand there
          </Button>
          <Button disabled={resolve.isPending} onClick={() => say('confirmed')}>
            It stands there
          </Button>
        </Group>
      </Modal>
    </>
  );
}
