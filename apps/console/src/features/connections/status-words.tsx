import { Alert, Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { MeaningOfWord, StatusWord } from '../../api.sources.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { statusWords } from '../patient/words.js';
import { useSayWord, useWords } from './use-source.js';

const MEANINGS: NonNullable<MeaningOfWord>[] = [
  'booked',
  'confirmed',
  'arrived',
  'in_progress',
  'completed',
  'no_show',
  'cancelled',
  'late_cancelled',
  'rescheduled',
  'pending',
  'proposed',
  'waitlist',
  'void',
  'unknown',
];
const NOT_SAID = '';

const meaningOf = (value: string | null): MeaningOfWord => MEANINGS.find((meaning) => meaning === value) ?? null;
const rank = ({ status }: StatusWord) => (status === 'unknown' ? 0 : 1);

/** The other system's own words for the state of a booking. A word nobody knows is kept and counted, never guessed. */
export function StatusWords({ connectionId }: { connectionId: string }) {
  const words = useWords(connectionId);
  const rows = [...(words.data ?? [])].sort((a, b) => rank(a) - rank(b) || b.records - a.records);
  const unknown = rows.filter(({ status }) => status === 'unknown').length;
  return (
    <Section
      title="Status words"
      aside={unknown > 0 ? <Signal tone="wait">{unknown} unknown</Signal> : 'the source’s words for a booking’s state'}
      padded={false}
    >
      {words.isPending ? (
        <LoadingBars rows={3} height={48} label="Loading the status words" />
      ) : words.isError ? (
        <ErrorState error={words.error} onRetry={() => void words.refetch()} />
      ) : rows.length === 0 ? (
        <p className="kw-quiet kw-padded">No booking was read yet: its words stand here after the first read.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">Status words, unknown ones first</caption>
          <thead>
            <tr>
              <th scope="col">Word</th>
              <th scope="col">Stands as</th>
              <th scope="col" className="kw-end">
                Bookings
              </th>
              <th scope="col">Means, by your word</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((word) => (
              <Word key={`${word.word} ${word.means ?? ''}`} connectionId={connectionId} word={word} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Word({ connectionId, word }: { connectionId: string; word: StatusWord }) {
  const stored = word.means ?? NOT_SAID;
  const [chosen, setChosen] = useState(stored);
  const announce = useAnnounce();
  const say = useSayWord(connectionId);
  const named = word.word === '' ? 'no word at all' : `“${word.word}”`;
  return (
    <tr data-fires={word.status === 'unknown' || undefined}>
      <td data-label="Word">
        {word.word === '' ? <em>no word at all</em> : <code className="kw-id">{word.word}</code>}
      </td>
      <td data-label="Stands as">
        <Signal tone={word.status === 'unknown' ? 'wait' : 'good'}>{statusWords(word.status)}</Signal>
        {word.status === 'unknown' && <div className="kw-quiet">No rule rests on these bookings.</div>}
      </td>
      <td data-label="Bookings" className="kw-end kw-number">
        {word.records.toLocaleString('en-GB')}
      </td>
      <td data-label="Means">
        <div className="kw-inline-form">
          <NativeSelect
            size="xs"
            aria-label={`What ${named} means`}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={[
              { value: NOT_SAID, label: 'as the connector knows it' },
              ...MEANINGS.map((value) => ({ value, label: statusWords(value) })),
            ]}
          />
          {chosen !== stored && (
            <Button
              size="compact-sm"
              loading={say.isPending}
              aria-label={`Save what ${named} means`}
              onClick={() =>
                say.mutate(
                  { word: word.word, status: meaningOf(chosen) },
                  { onSuccess: () => announce(`Saved: ${named}.`) },
                )
              }
            >
              Save
            </Button>
          )}
        </div>
        {word.at !== null && (
          <div className="kw-quiet">
            said by {word.by ?? 'somebody'} <Moment at={word.at} />
            {!word.applied && '; bookings read before still follow'}
          </div>
        )}
        {say.isError && (
          <Alert color="red" variant="light" role="alert" mt={6}>
            {say.error.message}
          </Alert>
        )}
      </td>
    </tr>
  );
}
