import { Alert, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { NewInterventionAct, PatientInterventions } from '../../api.care.js';

const LONGEST_NOTE = 2000;

interface DialogProps {
  title: string;
  reasons: PatientInterventions['skipReasons'];
  isSaving: boolean;
  problem: string | null;
  onClose: () => void;
  onLeaveOut: (why: Pick<NewInterventionAct, 'reason' | 'note'>) => void;
}

/** Why one intervention is left out: a reason that can be counted, and a note where it needs one. Choosing the reason saves. */
export function LeaveOutDialog({ title, reasons, isSaving, problem, onClose, onLeaveOut }: DialogProps) {
  const [note, setNote] = useState('');
  return (
    <Modal opened onClose={onClose} title="Why is it left out?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <p className="kw-quiet kw-flat">{title}</p>
        <Textarea
          label="Note, if it needs one"
          autosize
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="kw-choice-keys" role="group" aria-label="Reasons">
          {reasons.map(({ code, label }, index) => (
            <button
              key={code}
              type="button"
              className="kw-choice-key"
              disabled={isSaving}
              data-autofocus={index === 0 || undefined}
              onClick={() =>
                onLeaveOut({
                  reason: code as NewInterventionAct['reason'],
                  ...(note.trim() === '' ? {} : { note: note.trim() }),
                })
              }
            >
              {label}
            </button>
          ))}
        </div>
        {problem !== null && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
