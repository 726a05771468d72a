import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../../api.js';
import { getHistory, getMessageOfSequence, stopEnrolment } from '../../api.cases.js';
import { useAnnounce } from '../../ui/announcer.js';
import { appointedText } from '../../ui/dates.js';
import { useZone } from '../../ui/zone.js';
import { renewCase } from './renew-case.js';

/** What is still to leave for this person, and the one button that stops it. Nothing running: nothing shown. */
export function RunningSequence({ personId, mayStop }: { personId: string; mayStop: boolean }) {
  const zone = useZone();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [isStopping, setStopping] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const history = useQuery({ queryKey: ['history', personId], queryFn: ({ signal }) => getHistory(personId, signal) });
  const ahead = (history.data ?? [])
    .filter(({ kind, tone, undone }) => kind === 'message' && tone === 'waiting' && !undone)
    .toSorted((a, b) => a.at.localeCompare(b.at));
  const firstId = ahead[0]?.messageId ?? null;
  const first = useQuery({
    queryKey: ['message', firstId],
    queryFn: ({ signal }) => getMessageOfSequence(firstId ?? '', signal),
    enabled: firstId !== null,
  });
  if (firstId === null) return null;
  const enrolmentId = first.data?.started?.enrolmentId ?? null;

  const stop = async () => {
    if (enrolmentId === null) return;
    setStopping(true);
    setProblem(null);
    try {
      await stopEnrolment(enrolmentId);
      announce('The sequence is stopped. Nothing more of it leaves.');
    } catch (failure) {
      setProblem(failure instanceof ApiProblem ? failure.message : 'The sequence could not be stopped.');
    } finally {
      setStopping(false);
      renewCase(client, personId);
    }
  };
  return (
    <div className="kw-running" role="group" aria-label="Running sequence">
      <strong>{first.data?.sequenceName ?? 'Messages'} is running</strong>
      <ol className="kw-plain">
        {ahead.map((message) => (
          <li key={message.messageId ?? message.at}>
            <Link to={`/outbox/${message.messageId ?? ''}`}>{message.title}</Link>{' '}
            <time dateTime={message.at} title={zone} className="kw-quiet">
              {appointedText(message.at, zone)}
            </time>
          </li>
        ))}
      </ol>
      {problem !== null && (
        <p role="alert" className="kw-wrong">
          {problem}
        </p>
      )}
      {mayStop && (
        <Button
          size="compact-md"
          variant="default"
          loading={isStopping}
          disabled={enrolmentId === null}
          onClick={() => void stop()}
        >
          Stop the sequence
        </Button>
      )}
    </div>
  );
}
