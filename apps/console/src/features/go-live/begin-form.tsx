import { Alert, Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Section } from '../../ui/section.js';
import { useGoLiveWork } from './use-go-live.js';

const AGREED_PERCENT = 90;
const FEWEST_MARKS = 30;

/** What is agreed on before the week begins; the server says what it would not take. */
export function BeginForm() {
  const { begin } = useGoLiveWork();
  const announce = useAnnounce();
  const [percent, setPercent] = useState(String(AGREED_PERCENT));
  const [marks, setMarks] = useState(String(FEWEST_MARKS));
  const [reason, setReason] = useState('');
  const [agreed, fewest] = [Number(percent), Number(marks)];
  const percentWrong = percent.trim() === '' || !(agreed >= 50 && agreed <= 100) ? 'Between 50 and 100.' : null;
  const marksWrong =
    !Number.isInteger(fewest) || fewest < 10 || fewest > 1000 ? 'A whole number from 10 to 1,000.' : null;
  return (
    <Section title="Begin a shadow week">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate(
            { agreedPrecision: agreed / 100, fewestMarks: fewest, reason: reason.trim() },
            { onSuccess: () => announce('The shadow week has begun. Nothing is sent until the gate opens.') },
          );
        }}
      >
        <Text mb="md">
          For seven days the list runs as it would, the team says of each patient whether they belong there, and nothing
          can be sent. The gate opens when the week is over and the list was judged as well as you agree here.
        </Text>
        <div className="kw-inline-fields">
          <TextInput
            label="Rightly listed, at least, in per cent"
            inputMode="numeric"
            value={percent}
            onChange={(event) => setPercent(event.currentTarget.value)}
            error={percentWrong}
          />
          <TextInput
            label="Patients judged, at least"
            inputMode="numeric"
            value={marks}
            onChange={(event) => setMarks(event.currentTarget.value)}
            error={marksWrong}
          />
        </div>
        <Textarea
          mt="md"
          label="Why"
          description="Without names of patients."
          required
          minLength={3}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {begin.isError && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {begin.error.message}
            {begin.error instanceof ApiProblem && begin.error.errors.map((one) => <div key={one}>{one}</div>)}
          </Alert>
        )}
        <Group justify="flex-end" mt="md">
          <Button
            type="submit"
            loading={begin.isPending}
            disabled={reason.trim().length < 3 || percentWrong !== null || marksWrong !== null}
          >
            Begin the shadow week
          </Button>
        </Group>
      </form>
    </Section>
  );
}
