import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../../api.js';
import { addNote, getHistory } from '../../api.cases.js';
import type { HistoryEntry } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal, type SignalTone } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useHasRole } from '../session/use-session.js';
import { useDraft } from './drafts.js';

const TONES: Record<HistoryEntry['tone'], SignalTone> = {
  done: 'good',
  failed: 'wrong',
  neutral: 'quiet',
  overdue: 'wait',
  waiting: 'quiet',
};
const SHOWN_AT_FIRST = 12;

/** Everything that was done for and said by this person, newest first: calls, messages, replies, snoozes, notes. */
export function History({ personId, caseId }: { personId: string; caseId: string | null }) {
  const history = useQuery({
    queryKey: ['history', personId],
    queryFn: ({ signal }) => getHistory(personId, signal),
  });
  const mayWrite = useHasRole('coordinator', 'manager', 'admin');
  const [showAll, setShowAll] = useState(false);
  return (
    <Section title="History" aside="calls, messages, replies and notes, newest first" padded={false}>
      {caseId !== null && mayWrite && <NewNote personId={personId} caseId={caseId} />}
      {history.isPending ? (
        <LoadingBars rows={3} height={56} label="Loading the history" />
      ) : history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : history.data.length === 0 ? (
        <p className="kw-quiet kw-padded">Nobody has called or written yet, and nothing was noted.</p>
      ) : (
        <>
          <ol className="kw-deeds">
            {(showAll ? history.data : history.data.slice(0, SHOWN_AT_FIRST)).map((entry, place) => (
              <Entry key={`${entry.at} ${entry.kind} ${place}`} entry={entry} />
            ))}
          </ol>
          {!showAll && history.data.length > SHOWN_AT_FIRST && (
            <div className="kw-more">
              <Button variant="subtle" onClick={() => setShowAll(true)}>
                Show all {history.data.length}
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { at, kind, title, says, byName, tone, undone, messageId } = entry;
  return (
    <li data-tone={tone} data-undone={undone || undefined}>
      <div className="kw-deed-head">
        <Signal tone={TONES[tone]}>
          {title}
          {tone === 'overdue' && <span className="kw-tag">overdue</span>}
          {tone === 'waiting' && <span className="kw-tag">ahead</span>}
          {undone && <span className="kw-tag">taken back</span>}
        </Signal>
        <span className="kw-quiet">
          <Moment at={at} planned={tone === 'waiting'} />
        </span>
      </div>
      {says !== '' && <p className={kind === 'reply' ? 'kw-reply' : 'kw-deed-says'}>{says}</p>}
      <p className="kw-quiet kw-deed-by">
        {byName !== null && `by ${byName}`}
        {messageId !== null && (
          <>
            {byName !== null && ' · '}
            <Link to={`/outbox/${messageId}`}>the message</Link>
          </>
        )}
      </p>
    </li>
  );
}

/** A note about the case; what was typed and not saved stays. */
function NewNote({ personId, caseId }: { personId: string; caseId: string }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { draft, change, clear } = useDraft(caseId, 'note', NO_NOTE);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    const text = draft.text.trim();
    if (text === '') return;
    setSaving(true);
    setProblem(null);
    try {
      await addNote(caseId, text);
      clear();
      announce('Note added.');
    } catch (failure) {
      setProblem(failure instanceof ApiProblem ? failure.message : 'The note could not be saved.');
    } finally {
      setSaving(false);
      void client.invalidateQueries({ queryKey: ['history', personId] });
    }
  };
  return (
    <form
      className="kw-note"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Textarea
        aria-label="New note"
        placeholder="A note for whoever works on this next"
        autosize
        maxLength={2000}
        value={draft.text}
        error={problem}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      {draft.text.trim() !== '' && (
        <Button type="submit" variant="default" loading={isSaving}>
          Add note
        </Button>
      )}
    </form>
  );
}
const NO_NOTE = { text: '' };
