import { Alert, Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { addDays, localDate, shortDate } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { Section } from '../../ui/section.js';
import { useZone } from '../../ui/zone.js';
import { isOpen } from '../rules/mode-words.js';
import { useDraft, useDrafts } from '../rules/use-rules.js';
import { useAskBacktest } from './use-backtests.js';
import { backtestAddress } from './words.js';

/** So long ago that for most kinds of care it is known who came back. */
const ENDS_BEFORE_DAYS = 60;
const LASTS_DAYS = 90;
const IN_FORCE = 'in_force';

/** Asks for a run: which days of the past, how close together, and with a proposed change beside the settings in force or not. */
export function BacktestForm({ draftId }: { draftId: string | null }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const navigate = useNavigate();
  const ask = useAskBacktest();
  const drafts = useDrafts();
  const [to, setTo] = useState(addDays(today, -ENDS_BEFORE_DAYS));
  const [from, setFrom] = useState(addDays(today, -ENDS_BEFORE_DAYS - LASTS_DAYS));
  const [every, setEvery] = useState<number | string>(1);
  const [beside, setBeside] = useState(draftId ?? IN_FORCE);
  /** The one that was meant may be older than those of the first page. */
  const meant = useDraft(draftId ?? '', draftId !== null);
  const newest = (drafts.data?.pages ?? []).flatMap(({ items }) => items);
  const isAmong = newest.some(({ id }) => id === meant.data?.id);
  const open = [...newest, ...(meant.data === undefined || isAmong ? [] : [meant.data])].filter(isOpen);
  const settings = [
    { value: IN_FORCE, label: 'Settings in force' },
    ...open.map((draft) => ({
      value: draft.id,
      label: `In force, and beside it: ${draft.author.name}, ${shortDate(localDate(Date.parse(draft.createdAt), zone), today)}: ${draft.reason.slice(0, 60)}`,
    })),
  ];
  const chosen = settings.some(({ value }) => value === beside) ? beside : IN_FORCE;
  const isBackwards = from !== '' && to !== '' && from > to;
  const isAhead = to > today;
  const submit = async () => {
    const run = await ask.mutateAsync({
      ...{ from, to, every: Number(every) },
      ...(chosen === IN_FORCE ? {} : { draftId: chosen }),
    });
    await navigate(backtestAddress(run.id));
  };
  return (
    <Section title="Try the rules on the past" aside="nothing is listed and nobody is contacted">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit().catch(() => undefined);
        }}
      >
        <div className="kw-form-row">
          <TextInput
            label="From"
            type="date"
            required
            max={today}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            label="To"
            type="date"
            required
            max={today}
            value={to}
            error={isBackwards ? 'Ends before it begins.' : isAhead ? 'Choose a day that is over.' : undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <NumberInput
            label="Ask every … days"
            min={1}
            max={31}
            allowDecimal={false}
            required
            value={every}
            onChange={setEvery}
          />
          <Select
            label="With"
            data={settings}
            value={chosen}
            onChange={(value) => setBeside(value ?? IN_FORCE)}
            allowDeselect={false}
            className="kw-form-wide"
          />
        </div>
        <p className="kw-quiet">
          On each day the rules are asked with what was known by then. Alerts count once it is known who came back:
          leave the last two or three months out of the period. Dates are days in {zone}.
        </p>
        {ask.isError && (
          <Alert color="red" variant="light" role="alert" mb="md">
            {ask.error.message}
          </Alert>
        )}
        <Group>
          <Button
            type="submit"
            loading={ask.isPending}
            disabled={from === '' || to === '' || every === '' || isBackwards || isAhead}
          >
            Try
          </Button>
        </Group>
      </form>
    </Section>
  );
}
