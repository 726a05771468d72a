import { Code, Text } from '@mantine/core';
import type { CheckResult } from '../../api.types.js';
import { Signal } from '../../ui/signal.js';
import { recordKindWord } from '../patient/words.js';

const PARTS: { part: CheckResult['missing'][number]['part']; label: string }[] = [
  { part: 'booking', label: 'Bookings' },
  { part: 'payments', label: 'Payments' },
  { part: 'client_data', label: 'Client data' },
];

/** What a test of the connection found: what it can give, what is missing and which rules that silences. */
export function CheckReport({ result }: { result: CheckResult }) {
  const counts = Object.entries(result.counts);
  return (
    <div className="kw-check" role="status">
      <p className="kw-check-head">
        <Signal tone={result.ok ? 'good' : 'wrong'}>{result.ok ? 'It works' : 'It does not work yet'}</Signal>
        {result.sourceName !== null && <span>{result.sourceName}</span>}
        {result.timezone !== null && <span className="kw-quiet">zone {result.timezone}</span>}
      </p>
      {result.problems.length > 0 && (
        <ul className="kw-check-problems">
          {result.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <dl className="kw-check-parts">
        {PARTS.map(({ part, label }) => {
          const missing = result.missing.filter((one) => one.part === part);
          const tone = missing.length > 0 ? 'wait' : result.ok ? 'good' : 'quiet';
          const word = missing.length > 0 ? 'not complete' : result.ok ? 'there' : 'not known';
          return (
            <div key={part}>
              <dt>
                <Signal tone={tone}>{label}</Signal>
              </dt>
              <dd>
                {word}
                {missing.length > 0 && (
                  <ul className="kw-plain" aria-label={`Missing of ${label.toLowerCase()}`}>
                    {missing.map(({ says }) => (
                      <li key={says}>{says}</li>
                    ))}
                  </ul>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {counts.length > 0 && (
        <p className="kw-quiet">
          Seen:{' '}
          {counts.map(([kind, n]) => `${n.toLocaleString('en-GB')} × ${recordKindWord(kind).toLowerCase()}`).join(', ')}
        </p>
      )}
      {result.notes.length > 0 && (
        <ul className="kw-quiet kw-check-notes">
          {result.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {result.proposal !== undefined && result.proposal !== null && (
        <div>
          <Text size="sm">
            A proposed mapping. It is not applied by itself: put it into the settings if it is right.
          </Text>
          <Code block mt={6} tabIndex={0}>
            {JSON.stringify(result.proposal, null, 2)}
          </Code>
        </div>
      )}
    </div>
  );
}
