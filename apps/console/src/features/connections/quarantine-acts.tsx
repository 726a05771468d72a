import { Alert, Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { openQuarantined } from '../../api.sources.js';
import type { QuarantinedRecord } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { recordKindWord } from '../patient/words.js';
import { RawBlock, RawText } from './raw-text.js';
import { useDismiss } from './use-source.js';

interface ActProps {
  connectionId: string;
  record: QuarantinedRecord;
}

const named = ({ kind, stream, sourceId }: QuarantinedRecord) =>
  `${kind === null ? stream : recordKindWord(kind)} ${sourceId ?? 'without an id'}`;

/** The record as it came. */
export function OpenRawButton({ connectionId, record }: ActProps) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Open as it came: ${named(record)}`}
        onClick={() => setAsked(true)}
      >
        Open
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        size="lg"
        title="The record as it came"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <RawText open={() => openQuarantined(connectionId, record.id)}>
          {(text) => (
            <>
              <Text size="sm" className="kw-quiet" mb="xs">
                {text.form === 'source' ? 'As the other side wrote it' : 'As the connector handed it over'}, read{' '}
                <Moment at={text.readAt} show="exact" /> by version {text.connectorVersion} of the connector.
              </Text>
              {text.raw === null ? (
                <Text>It is kept no longer. Its reason and place still stand in the list.</Text>
              ) : (
                <RawBlock label="The record as it came" text={text.raw} />
              )}
            </>
          )}
        </RawText>
      </Modal>
    </>
  );
}

/** Leaves a record aside for good, with a reason that is written down. */
export function DismissButton({ connectionId, record }: ActProps) {
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const announce = useAnnounce();
  const dismiss = useDismiss(connectionId, record.id);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={`Dismiss: ${named(record)}`}
        onClick={() => setAsked(true)}
      >
        Dismiss
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Dismiss this record?"
        closeButtonProps={{ 'aria-label': 'Leave it aside' }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            dismiss.mutate(reason.trim(), {
              onSuccess: () => {
                setAsked(false);
                announce('The record was dismissed.');
              },
            });
          }}
        >
          <Text mb="md">
            {named(record)} is not tried again and no longer counted. If the source sends it anew, it is read anew.
          </Text>
          <Textarea
            label="Why"
            description="Written down with your name. No names of patients, please."
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {dismiss.isError && (
            <Alert color="red" variant="light" role="alert" mt="md">
              {dismiss.error.message}
            </Alert>
          )}
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setAsked(false)}>
              Leave it aside
            </Button>
            <Button type="submit" loading={dismiss.isPending} disabled={reason.trim().length < 3}>
              Dismiss it
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
