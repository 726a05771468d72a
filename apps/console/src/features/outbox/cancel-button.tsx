import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { OutboxRow } from '../../api.outreach.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useMessageWork } from './use-outbox.js';
import { CHANNEL_WORDS, originWords } from './words.js';

/** Takes one message back. Asked once more, because the rest of its sequence goes on without it. */
export function CancelButton({ message }: { message: OutboxRow }) {
  const [asked, setAsked] = useState(false);
  const announce = useAnnounce();
  const { cancel } = useMessageWork(message.id);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Take back: ${CHANNEL_WORDS[message.channel]} to ${message.patientName}`}
        onClick={() => setAsked(true)}
      >
        Take back
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Take this message back?"
        closeButtonProps={{ 'aria-label': 'Leave it planned' }}
      >
        <Text>
          {CHANNEL_WORDS[message.channel]} to {message.patientName}: {originWords(message)}. It does not leave; what
          follows it in the sequence does. To end the whole sequence, open the patient.
        </Text>
        {cancel.isError && (
          <Text className="kw-wrong" role="alert" mt="md">
            {cancel.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(false)}>
            Leave it
          </Button>
          <Button
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate(undefined, {
                onSuccess: () => {
                  setAsked(false);
                  announce('The message was taken back.');
                },
              })
            }
          >
            Take it back
          </Button>
        </Group>
      </Modal>
    </>
  );
}
