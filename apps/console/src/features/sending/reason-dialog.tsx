import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';

interface ReasonDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  lead: string;
  label: string;
  action: string;
  /** How many letters a reason has at least. */
  least?: number;
  work: { isPending: boolean; error: Error | null };
  onReason: (because: string) => void;
}

/** Asks for a reason that is kept. */
export function ReasonDialog({
  opened,
  onClose,
  title,
  lead,
  label,
  action,
  least = 3,
  work,
  onReason,
}: ReasonDialogProps) {
  const [because, setBecause] = useState('');
  const reason = because.trim();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReason(reason);
        }}
      >
        <Stack gap="md">
          <Text>{lead}</Text>
          <Textarea
            label={label}
            description="Without names of patients."
            required
            minLength={least}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
          />
          {work.error !== null && (
            <Alert color="red" variant="light" role="alert">
              {work.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={work.isPending} disabled={reason.length < least}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
