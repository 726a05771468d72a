import { Alert, Button, Group, Modal, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Preferences } from '../../api.care.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useInterests, useSetPreferences } from './use-preferences.js';

const LONGEST_INTERVAL = 1500;
const LONGEST_INTEREST = 40;
const MOST_INTERESTS = 20;

interface DialogProps {
  personId: string;
  stored: Preferences;
  onClose: () => void;
}

/** Says it anew; emptied altogether it is taken back. What was said before stays in the history. */
export function PreferencesDialog({ personId, stored, onClose }: DialogProps) {
  const [intervalDays, setIntervalDays] = useState(stored.intervalDays);
  const [line, setLine] = useState(stored.line ?? '');
  const [interests, setInterests] = useState(stored.interests);
  const known = useInterests().data ?? [];
  const save = useSetPreferences(personId);
  const announce = useAnnounce();
  const isTakenBack = stored.by !== null && intervalDays === null && interests.length === 0;
  const submit = () => {
    const said = { intervalDays, line: intervalDays === null || line.trim() === '' ? null : line.trim(), interests };
    save.mutate(said, {
      onSuccess: () => {
        announce('Saved what they wish.');
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title="What they wish" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <NumberInput
            label="Days between two visits"
            description="As agreed with them. Empty: as the plan, the service or the practice has it."
            min={1}
            max={LONGEST_INTERVAL}
            allowDecimal={false}
            data-autofocus
            value={intervalDays ?? ''}
            onChange={(days) => setIntervalDays(days === '' ? null : Number(days))}
          />
          <TextInput
            label="For which service line"
            description="Empty: whatever they come for."
            maxLength={100}
            disabled={intervalDays === null}
            value={line}
            onChange={(event) => setLine(event.currentTarget.value)}
          />
          <TagsInput
            label="What interests them"
            description="A word or two each, never clinical; press Enter after each."
            data={known.map(({ interest }) => interest)}
            maxTags={MOST_INTERESTS}
            maxLength={LONGEST_INTEREST}
            clearable
            value={interests}
            onChange={(next) => setInterests(next.map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))}
          />
          {save.isError && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={stored.by === null && isNothing(intervalDays, interests)}
            >
              {isTakenBack ? 'Take it back' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const isNothing = (intervalDays: number | null, interests: string[]) => intervalDays === null && interests.length === 0;
