import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { appointedText, instantOf, localDate, timeText } from '../../ui/dates.js';
import { IconClockPause } from '../../ui/icons.js';
import { useNow } from '../../ui/now.js';
import { useKeys } from '../../ui/use-keys.js';
import { useZone } from '../../ui/zone.js';

interface AsOfProps {
  asOf: string | null;
  /** Null: the present. */
  onLook: (at: string | null) => void;
  /** What is looked at, in a few words: "this patient", "the list". */
  what: string;
}

/** In the present a way to look back; in the past a strip that says so, and the way back. */
export function AsOfStrip({ asOf, onLook, what }: AsOfProps) {
  const zone = useZone();
  const [isOpen, setOpen] = useState(false);
  useKeys({ t: () => setOpen(true) });
  const look = (at: string | null) => {
    setOpen(false);
    onLook(at);
  };
  const form = isOpen && <AsOfForm asOf={asOf} onLook={look} onClose={() => setOpen(false)} />;
  if (asOf === null) {
    return (
      <div className="kw-as-of">
        {form || (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconClockPause size={15} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            Look at {what} at an earlier moment
          </Button>
        )}
      </div>
    );
  }
  return (
    <section className="kw-as-of kw-as-of-past" aria-label="You are looking at the past">
      <p className="kw-flat" role="status">
        You are looking at <strong>{appointedText(asOf, zone)}</strong> <span className="kw-quiet">({zone})</span>: what
        was known then, with the settings of then. Nothing can be done from here.
      </p>
      <div className="kw-as-of-acts">
        {!isOpen && (
          <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
            Another moment
          </Button>
        )}
        <Button size="compact-sm" onClick={() => look(null)}>
          Back to now
        </Button>
      </div>
      {form}
    </section>
  );
}

function AsOfForm({ asOf, onLook, onClose }: Pick<AsOfProps, 'asOf' | 'onLook'> & { onClose: () => void }) {
  const zone = useZone();
  const now = useNow();
  const shown = asOf ?? new Date(now).toISOString();
  const [day, setDay] = useState(localDate(Date.parse(shown), zone));
  const [time, setTime] = useState(timeText(shown, zone));
  const at = day === '' || time === '' ? null : instantOf(day, time, zone);
  const isAhead = at !== null && Date.parse(at) > now;
  return (
    <form
      className="kw-as-of-form"
      aria-label="Moment to look at"
      onSubmit={(event) => {
        event.preventDefault();
        if (at !== null && !isAhead) onLook(at);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextInput
        label="Day"
        type="date"
        required
        data-autofocus
        autoFocus
        max={localDate(now, zone)}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <TextInput
        label={`Time in ${zone}`}
        type="time"
        required
        value={time}
        error={isAhead ? 'Choose a moment that has passed.' : undefined}
        onChange={(event) => setTime(event.currentTarget.value)}
      />
      <Button type="submit" disabled={at === null || isAhead}>
        Look
      </Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </form>
  );
}
