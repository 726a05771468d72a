import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { RuleDraft } from '../../api.rules.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { IconCheck, IconRefresh } from '../../ui/icons.js';
import { Signal } from '../../ui/signal.js';
import { useManages } from '../session/roles.js';
import { isOpen, isUnderWay } from './mode-words.js';
import { useDraftWork } from './use-rules.js';

/** What can be done about a draft: approving is a second person's, and whoever may not is told why. */
export function DraftActs({ draft }: { draft: RuleDraft }) {
  const manages = useManages();
  const announce = useAnnounce();
  const { approve, withdraw, preview } = useDraftWork();
  const [asked, setAsked] = useState(false);
  if (!isOpen(draft)) return null;
  const failure = approve.error ?? withdraw.error ?? preview.error;
  const people = draft.preview;
  return (
    <section className="kw-card kw-padded" aria-label="Approval">
      <Group justify="space-between" gap="sm">
        <Signal tone={draft.approval.allowed ? 'good' : 'wait'}>{draft.approval.says}</Signal>
        {manages && (
          <Group gap="xs">
            <Button
              variant="subtle"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate(draft.id, { onSuccess: () => announce('The change was withdrawn.') })}
            >
              Withdraw
            </Button>
            {!isUnderWay(draft) && (
              <Button
                variant={draft.state === 'stale' ? 'filled' : 'default'}
                leftSection={<IconRefresh size={16} />}
                loading={preview.isPending}
                onClick={() =>
                  preview.mutate(draft.id, { onSuccess: () => announce('Everybody is being asked again.') })
                }
              >
                Preview again
              </Button>
            )}
            {draft.approval.allowed && (
              <Button leftSection={<IconCheck size={16} />} onClick={() => setAsked(true)}>
                Approve
              </Button>
            )}
          </Group>
        )}
      </Group>
      {failure !== null && !asked && (
        <Alert color="red" variant="light" role="alert" mt="md">
          {failure.message}
        </Alert>
      )}
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Put this change into force?"
        closeButtonProps={{ 'aria-label': 'Not yet' }}
      >
        <Text>
          {people === null
            ? 'It holds from now on.'
            : `It holds from now on: ${people.enters.toLocaleString('en-GB')} would enter the list and ${people.leaves.toLocaleString('en-GB')} would leave it. `}
          Your name stands beside {draft.author.name}’s in the history.
        </Text>
        {approve.isError && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {approve.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(false)}>
            Not yet
          </Button>
          <Button
            data-autofocus
            loading={approve.isPending}
            onClick={() =>
              approve.mutate(draft.id, {
                onSuccess: () => {
                  setAsked(false);
                  announce('The change is in force. The list follows within moments.');
                },
              })
            }
          >
            Approve it
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
