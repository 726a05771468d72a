import { Button, Group, Modal, Text } from '@mantine/core';

/** Managers read why patients were passed over; the words are few so that they can be counted. */
export const SKIP_REASONS: { reason: string; label: string }[] = [
  { reason: 'wrong_time', label: 'Not a good time to reach them' },
  { reason: 'needs_colleague', label: 'A colleague should do this' },
  { reason: 'needs_clinician', label: 'A clinician must decide first' },
  { reason: 'data_looks_wrong', label: 'The data looks wrong' },
  { reason: 'other', label: 'Another reason' },
];

export function SkipDialog({
  opened,
  onClose,
  onSkip,
}: {
  opened: boolean;
  onClose: () => void;
  onSkip: (reason: string) => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Why is this patient passed over?"
      closeButtonProps={{ 'aria-label': 'Stay with this patient' }}
    >
      <div
        onKeyDown={(event) => {
          const chosen = SKIP_REASONS[Number(event.key) - 1];
          if (chosen !== undefined && /^\d$/.test(event.key)) onSkip(chosen.reason);
        }}
      >
        <Text size="sm" c="dimmed">
          Nothing was saved for them. The case stays open, and the reason is kept for whoever looks at passed-over
          patients.
        </Text>
        <div className="kw-choice-keys" role="group" aria-label="Reasons">
          {SKIP_REASONS.map(({ reason, label }, index) => (
            <button
              key={reason}
              type="button"
              className="kw-choice-key"
              data-autofocus={index === 0 || undefined}
              onClick={() => onSkip(reason)}
            >
              <kbd aria-hidden>{index + 1}</kbd>
              {label}
            </button>
          ))}
        </div>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Stay
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
