import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import type { CareTemplates } from '../../api.care.js';
import { useAnnounce } from '../../ui/announcer.js';
import { withIds, type Draft } from './templates.js';
import { useSaveCareTemplates } from './use-care-templates.js';

interface SaveProps {
  draft: Draft;
  basedOn: number;
  onSaved: (saved: CareTemplates) => void;
  onDrop: () => void;
}

/** Saves what was changed as a version with its reason; says everything that is wrong at once. */
export function SaveVersion({ draft, basedOn, onSaved, onDrop }: SaveProps) {
  const [reason, setReason] = useState('');
  const save = useSaveCareTemplates();
  const announce = useAnnounce();
  const errors = save.error instanceof ApiProblem ? save.error.errors : [];
  return (
    <section className="kw-card kw-padded kw-save-version" aria-label="Save what you changed">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { ...withIds(draft), basedOn, reason: reason.trim() },
            {
              onSuccess: (saved) => {
                announce(`Saved as version ${saved.version}.`);
                onSaved(saved);
              },
            },
          );
        }}
      >
        <TextInput
          label="Why you change it"
          description="Stays with the version. Patients’ cards follow at once; lists only where a rule that reads them is on (P04, P05)."
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {save.isError && (
          <Alert color="red" variant="light" role="alert" mt="sm">
            {save.error.message}
            {errors.length > 0 && (
              <ul>
                {errors.map((error) => (
                  <li key={error}>{error}</li>
                ))}
              </ul>
            )}
          </Alert>
        )}
        <Group gap="xs" mt="sm">
          <Button type="submit" loading={save.isPending} disabled={reason.trim() === ''}>
            Save as version {basedOn + 1}
          </Button>
          <Button variant="default" onClick={onDrop}>
            Drop the changes
          </Button>
        </Group>
      </form>
    </section>
  );
}
