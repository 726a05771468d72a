import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WrongCause } from '../../api.rules.types.js';
import { CAUSES } from './causes.js';

interface WrongDialogProps {
  opened: boolean;
  onClose: () => void;
  onCause: (cause: WrongCause, note: string) => void;
  isSaving: boolean;
  problem: string | null;
  /** Somebody whom a rule on trial would list: no case ends, and there is no note. */
  isTrial?: boolean;
}

const LISTED = {
  title: 'Why should this patient not be here?',
  says: 'The case ends, and the mark counts against the rules that listed them. It can be undone with U.',
  stays: 'They stay',
  close: 'They stay on the list',
};
const ON_TRIAL = {
  title: 'Why should this patient not be listed?',
  says: 'The mark counts in how truly the rule would list; nothing else changes. It can be undone with U.',
  stays: 'Not yet',
  close: 'Leave it unjudged',
};

/** "Should not be here", and why: one key says it all. */
export function WrongDialog({ opened, onClose, onCause, isSaving, problem, isTrial = false }: WrongDialogProps) {
  const words = isTrial ? ON_TRIAL : LISTED;
  const [note, setNote] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} closeButtonProps={{ 'aria-label': words.close }}>
      <div
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement) return;
          const chosen = /^\d$/.test(event.key) ? CAUSES[Number(event.key) - 1] : undefined;
          if (chosen !== undefined && !isSaving) onCause(chosen.cause, note.trim());
        }}
      >
        <Text size="sm" c="dimmed">
          {words.says}
        </Text>
        <div className="kw-choice-keys" role="group" aria-label="Causes">
          {CAUSES.map(({ cause, label }, index) => (
            <button
              key={cause}
              type="button"
              className="kw-choice-key"
              data-autofocus={index === 0 || undefined}
              disabled={isSaving}
              onClick={() => onCause(cause, note.trim())}
            >
              <kbd aria-hidden>{index + 1}</kbd>
              {label}
            </button>
          ))}
        </div>
        {!isTrial && (
          <TextInput
            mt="md"
            label="Note"
            description="If the cause does not say it all; write it before choosing."
            autoComplete="off"
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        {problem !== null && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {words.stays}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
