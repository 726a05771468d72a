import { Alert, Button, Group, Modal, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { REASON_AT_LEAST, useExperimentWork } from './use-experiments.js';

/** Names the experiment, how many are held back and for how long, and why; says what that means for patients. */
export function StartExperiment({ onClose }: { onClose: () => void }) {
  const { start } = useExperimentWork();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [first, setFirst] = useState<number | string>(20);
  const [weeks, setWeeks] = useState<number | string>(8);
  const [then, setThen] = useState<number | string>(10);
  const isReady = name.trim() !== '' && reason.trim().length >= REASON_AT_LEAST && ![first, weeks, then].includes('');
  const submit = () =>
    start.mutate(
      {
        ...{ name: name.trim(), reason: reason.trim() },
        phases: [
          { share: Number(first) / 100, weeks: Number(weeks) },
          { share: Number(then) / 100, weeks: null },
        ],
      },
      { onSuccess: onClose },
    );
  return (
    <Modal opened onClose={onClose} title="Start an experiment" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Text>
            From now on a share of the households, drawn by lot, is left alone: their new cases are kept and shown to
            nobody until it ends. Whoever must not wait (a cancellation by the clinic, a failed payment, an unanswered
            message, a bad experience, an outcome that stalls) is shown all the same.
          </Text>
          <TextInput
            label="Name"
            required
            maxLength={120}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group grow align="flex-start">
            <NumberInput label="Held back" suffix=" %" min={1} max={50} required value={first} onChange={setFirst} />
            <NumberInput label="for" suffix=" weeks" min={1} max={104} required value={weeks} onChange={setWeeks} />
            <NumberInput label="then" suffix=" %" min={0} max={50} required value={then} onChange={setThen} />
          </Group>
          <Textarea
            label="Why some patients are left alone for a while"
            description={`Kept with the experiment. At least ${REASON_AT_LEAST} letters, without names of patients.`}
            required
            minLength={REASON_AT_LEAST}
            maxLength={1000}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {start.isError && (
            <Alert color="red" variant="light" role="alert">
              {start.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={start.isPending} disabled={!isReady}>
              Start
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
