import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { StreamHealth } from '../../api.sources.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { useAcceptSmaller, useHealth } from './use-source.js';

interface SmallerSourceProps {
  connectionId: string;
  mayManage: boolean;
}

/** Streams that brought too little to be believed: nobody is missed because of them until a person says that it is right. */
export function SmallerSource({ connectionId, mayManage }: SmallerSourceProps) {
  const doubtful = useHealth(connectionId).data?.streams.filter(({ doubtfulSince }) => doubtfulSince !== null) ?? [];
  if (doubtful.length === 0) return null;
  return (
    <Section title="Not believed" aside="absences are not concluded, and nothing is sent because of them">
      <ul className="kw-plain kw-doubtful" aria-label="Streams that are not believed">
        {doubtful.map((stream) => (
          <li key={stream.name}>
            <div>
              <code className="kw-id">{stream.name}</code> brings much less than before, since{' '}
              <Moment at={stream.doubtfulSince} />.
              <span className="kw-quiet kw-block">
                {stream.lastFullCount !== null &&
                  `Read to its end it last had ${stream.lastFullCount.toLocaleString('en-GB')} records. `}
                It is believed again by itself once a read or a comparison brings what it should.
              </span>
            </div>
            {mayManage && <Accept connectionId={connectionId} stream={stream} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Accept({ connectionId, stream }: { connectionId: string; stream: StreamHealth }) {
  const [asked, setAsked] = useState(false);
  const announce = useAnnounce();
  const accept = useAcceptSmaller(connectionId, stream.name);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Accept the smaller source: ${stream.name}`}
        onClick={() => setAsked(true)}
      >
        Accept the smaller source
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Is it right that so much less comes?"
        closeButtonProps={{ 'aria-label': 'Keep doubting' }}
      >
        <Text>
          Look in the other system first. If <strong>{stream.name}</strong> is right to bring so much less, its next
          full read is believed, and <strong>what it lacks counts as deleted there</strong>: patients whose bookings are
          among it may come onto the list. This cannot be taken back.
        </Text>
        {accept.isError && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {accept.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(false)}>
            Keep doubting
          </Button>
          <Button
            color="red.9"
            loading={accept.isPending}
            onClick={() =>
              accept.mutate(undefined, {
                onSuccess: () => {
                  setAsked(false);
                  announce(`${stream.name}: its next full read is believed.`);
                },
              })
            }
          >
            It is right
          </Button>
        </Group>
      </Modal>
    </>
  );
}
