import { Button, Group, TextInput } from '@mantine/core';
import type { Brief, CallOutcome } from '../../api.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { addDays, dayInFull, localDate } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { useZone } from '../../ui/zone.js';
import { NEXT_WORDS, nextChoiceOf, nextChoices, type CallDraft, type NextChoice } from './call-report.js';

interface NextStepProps {
  draft: CallDraft;
  outcome: CallOutcome;
  brief: Brief;
  change: (changes: Partial<CallDraft>) => void;
}

const CHANNELS = [
  { value: 'call', label: 'By phone' },
  { value: 'visit', label: 'In the clinic' },
  { value: 'video', label: 'By video' },
];

/** What an outcome asks for: the next visit, the next talk, a date to rest until, a coded reason. */
export function NextStep({ draft, outcome, brief, change }: NextStepProps) {
  const choices = nextChoices(outcome);
  const next = nextChoiceOf(draft, outcome);
  return (
    <div className="kw-next">
      {choices.length > 1 && (
        <ChoiceKeys
          small
          label="Next step"
          choices={choices.map((value) => ({ value, label: NEXT_WORDS[value] }))}
          chosen={next}
          onChoose={(value) => change({ nextKind: value as NextChoice })}
        />
      )}
      {next === 'booked' && (
        <TextInput
          type="date"
          label="Booked for"
          description="If you know the day. The case rests until the source shows the booking."
          value={draft.bookedOn}
          onChange={(event) => change({ bookedOn: event.currentTarget.value })}
        />
      )}
      {next === 'touchpoint' && <When draft={draft} change={change} />}
      {next === 'reason' && (
        <ChoiceKeys
          small
          label="Why there is no next step"
          choices={asChoices(brief.nextReasons)}
          chosen={draft.nextReason}
          onChoose={(nextReason) => change({ nextReason })}
        />
      )}
      {next === 'rest' && (
        <TextInput
          type="date"
          label="Rests until"
          description="They come back to the list on the next open day."
          value={draft.snoozeOn}
          onChange={(event) => change({ snoozeOn: event.currentTarget.value })}
        />
      )}
      {outcome.needs.includes('reason') && (
        <ChoiceKeys
          small
          label="Reason"
          choices={asChoices(brief.declineReasons)}
          chosen={draft.reason}
          onChoose={(reason) => change({ reason })}
        />
      )}
    </div>
  );
}

export const asChoices = (coded: readonly { code: string; label: string }[]) =>
  coded.map(({ code, label }) => ({ value: code, label }));

/** Day and time of the next talk, by the clinic's clock. */
function When({ draft, change }: Pick<NextStepProps, 'draft' | 'change'>) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const soon = [
    { label: 'Tomorrow', on: addDays(today, 1) },
    { label: 'In 3 days', on: addDays(today, 3) },
    { label: 'In a week', on: addDays(today, 7) },
  ];
  return (
    <>
      <ChoiceKeys
        small
        label="You talk again"
        choices={CHANNELS}
        chosen={draft.nextChannel}
        onChoose={(nextChannel) => change({ nextChannel })}
      />
      <Group gap="xs" grow align="flex-end" className="kw-when">
        <TextInput
          type="date"
          label="On"
          min={today}
          value={draft.nextOn}
          onChange={(event) => change({ nextOn: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={`At (${zone})`}
          value={draft.nextTime}
          onChange={(event) => change({ nextTime: event.currentTarget.value })}
        />
      </Group>
      <Group gap={6}>
        {soon.map(({ label, on }) => (
          <Button
            key={on}
            size="compact-xs"
            variant="default"
            onClick={() => change({ nextOn: on, nextTime: draft.nextTime === '' ? '10:00' : draft.nextTime })}
          >
            {label}, {dayInFull(on).slice(0, -5)}
          </Button>
        ))}
      </Group>
    </>
  );
}
