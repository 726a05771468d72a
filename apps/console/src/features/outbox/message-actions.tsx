import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OutboxMessage } from '../../api.outreach.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Section } from '../../ui/section.js';
import { useManages } from '../session/roles.js';
import { useMessageWork } from './use-outbox.js';

/** Nobody knows whether it left: a person finds out at the provider or from the patient, and says so. */
export function ResolveReview({ message }: { message: OutboxMessage }) {
  const manages = useManages();
  const { resolve } = useMessageWork(message.id);
  return (
    <Alert color="red" variant="light" title="Nobody knows whether this message left">
      <Stack gap="sm">
        <Text>
          The provider gave no clear answer and two look-ups did not find it. It is never sent again by itself. Look
          into the provider’s own log, or ask the patient.
        </Text>
        {manages ? (
          <Group gap="xs">
            <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate('left')}>
              It left
            </Button>
            <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate('did_not_leave')}>
              It did not leave
            </Button>
          </Group>
        ) : (
          <Text>A manager or admin of this practice writes down what was found.</Text>
        )}
        {resolve.isError && (
          <Text className="kw-wrong" role="alert">
            {resolve.error.message}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

/** The patient of a message that never left this computer answers: the same way in as a real answer. */
export function SimulateReply({ message }: { message: OutboxMessage }) {
  const [text, setText] = useState('');
  const { reply } = useMessageWork(message.id);
  const announce = useAnnounce();
  return (
    <Section title="Answer as the patient" aside="this message stayed on this computer">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reply.mutate(text.trim(), {
            onSuccess: () => {
              setText('');
              announce('The reply came in.');
            },
          });
        }}
      >
        <Stack gap="sm">
          <Textarea
            label="What the patient writes"
            placeholder="STOP, or any words"
            autosize
            minRows={2}
            maxLength={1600}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {reply.isError && (
            <Text className="kw-wrong" role="alert">
              {reply.error.message}
            </Text>
          )}
          {reply.data !== undefined && (
            <Text role="status">It came in and was read as: {reply.data.intent.replaceAll('_', ' ')}.</Text>
          )}
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={reply.isPending} disabled={text.trim() === ''}>
              Send this reply
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
