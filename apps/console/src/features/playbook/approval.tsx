import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { useManages } from '../session/roles.js';
import { useSession } from '../session/use-session.js';
import { useApprove, type Approvable } from './use-playbook.js';

interface ApprovalProps {
  what: Approvable;
  item: {
    id: string;
    name: string;
    version: number;
    state: string;
    authorName: string | null;
    approvedByName: string | null;
    approvedAt: string | null;
  };
  /** What stands against it. */
  problems: string[];
}

/** Where a version stands, and the way to approve it: a second person's, never the author's. */
export function Approval({ what, item, problems }: ApprovalProps) {
  const manages = useManages();
  const { practice } = useSession();
  // In a simulated practice nobody signed: the simulation did.
  const by = item.approvedByName ?? (practice.demo ? 'the simulation' : null);
  return (
    <div className="kw-approval">
      {item.state === 'approved' ? (
        <Signal tone="good">
          Approved{by !== null && ` by ${by}`}
          {item.approvedAt !== null && (
            <>
              , <Moment at={item.approvedAt} />
            </>
          )}
        </Signal>
      ) : item.state === 'retired' ? (
        <Signal tone="quiet">Retired</Signal>
      ) : (
        <Signal tone="wait">Draft: not sent before somebody else approves it</Signal>
      )}
      {item.state === 'draft' && manages && problems.length === 0 && <Approve what={what} item={item} />}
    </div>
  );
}

function Approve({ what, item }: Pick<ApprovalProps, 'what' | 'item'>) {
  const [asked, setAsked] = useState(false);
  const [hasRead, setHasRead] = useState(false);
  const announce = useAnnounce();
  const approve = useApprove(what);
  return (
    <>
      <Button size="compact-sm" aria-label={`Approve ${item.name}`} onClick={() => setAsked(true)}>
        Approve
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Approve ${item.name}, version ${item.version}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text>
            {what === 'template'
              ? 'From now on this text may be sent to patients in the practice’s name.'
              : 'From now on this sequence can be started for a patient, as far as its texts are approved too.'}{' '}
            Two people answer for it: {item.authorName ?? 'whoever wrote it'}, and you. Nobody approves what they wrote
            themselves.
          </Text>
          <Checkbox
            label="I have read every word of it"
            checked={hasRead}
            onChange={(event) => setHasRead(event.currentTarget.checked)}
          />
          {approve.isError && (
            <Alert color="red" variant="light" role="alert">
              {approve.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(false)}>
              Not yet
            </Button>
            <Button
              disabled={!hasRead}
              loading={approve.isPending}
              onClick={() =>
                approve.mutate(item.id, {
                  onSuccess: () => {
                    setAsked(false);
                    announce(`${item.name} is approved.`);
                  },
                })
              }
            >
              Approve it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
