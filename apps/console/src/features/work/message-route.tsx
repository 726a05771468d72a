import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { getSequences, isProblem, previewSequence, startSequence } from '../../api.cases.js';
import type { CaseInHand, Preview, SequenceOffer } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { TAKE_IT_AGAIN } from './save-bar.js';
import { CHANNEL_WORDS, StepPreview } from './step-preview.js';
import { useSaving, type WorkedCase } from './use-saving.js';

interface MessageRouteProps {
  inHand: CaseInHand;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

/** Messages: which sequence, and the very texts before anything starts. */
export function MessageRoute({ inHand, worked, isLost, onSaved }: MessageRouteProps) {
  const sequences = useQuery({
    queryKey: ['sequences', worked.caseId],
    queryFn: ({ signal }) => getSequences(worked.caseId, signal),
  });
  const [chosenId, setChosenId] = useState<string | null>(inHand.brief.recommended.sequenceId);
  if (sequences.isPending) return <LoadingBars rows={3} height={56} label="Loading the sequences" />;
  if (sequences.isError) return <ErrorState error={sequences.error} onRetry={() => void sequences.refetch()} />;
  const { items } = sequences.data;
  const first = items.find(({ id }) => id === chosenId) ?? items.find(({ recommended }) => recommended) ?? items[0];
  if (first === undefined) {
    return (
      <p className="kw-quiet">
        No sequence is approved for a case like this one. A manager approves them under Playbook; until then, call.
      </p>
    );
  }
  return (
    <div className="kw-route">
      <Sequences items={items} chosen={first.id} onChoose={setChosenId} />
      <StartSequence key={first.id} sequence={first} worked={worked} isLost={isLost} onSaved={onSaved} />
    </div>
  );
}

interface SequencesProps {
  items: SequenceOffer[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Sequences({ items, chosen, onChoose }: SequencesProps) {
  const name = useId();
  return (
    <fieldset className="kw-sequences">
      <legend className="kw-choice-label">Sequence</legend>
      {items.map((sequence) => (
        <label key={sequence.id} data-chosen={sequence.id === chosen || undefined}>
          <input type="radio" name={name} checked={sequence.id === chosen} onChange={() => onChoose(sequence.id)} />
          <span>
            {sequence.name}
            {sequence.recommended && <span className="kw-tag kw-tag-accent">recommended</span>}
            {sequence.problems.map((problem) => (
              <span key={problem} className="kw-block">
                <Signal tone="wrong">{problem}</Signal>
              </span>
            ))}
            <span className="kw-quiet kw-block">
              {sequence.steps.map(({ channel }) => CHANNEL_WORDS[channel].toLowerCase()).join(', then ')}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface StartProps {
  sequence: SequenceOffer;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

function StartSequence({ sequence, worked, isLost, onSaved }: StartProps) {
  const announce = useAnnounce();
  const preview = useQuery({
    queryKey: ['preview', worked.caseId, sequence.id],
    queryFn: ({ signal }) => previewSequence(worked.caseId, sequence.id, signal),
    enabled: !isLost,
    // A text that somebody starts must be the one of now.
    staleTime: 0,
    gcTime: 0,
  });
  const { save, isSaving, problem } = useSaving(worked);
  const id = useId();
  const wrong = preview.data === undefined ? [] : whatIsWrong(preview.data);
  useEffect(() => {
    if (wrong.length > 0) announce(`This sequence cannot start. ${wrong.join(' ')}`);
    // Said once for one preview.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [preview.data]);
  if (preview.isError && preview.data === undefined) {
    return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) {
    return isLost ? (
      <p className="kw-quiet">{TAKE_IT_AGAIN}</p>
    ) : (
      <LoadingBars rows={2} height={120} label="Writing the texts" />
    );
  }
  const { steps, digest, canStart } = preview.data;
  const isReady = canStart && !isLost && !preview.isFetching;
  const start = async () => {
    const isSaved = await save(
      async () => {
        try {
          const answer = await startSequence(worked.caseId, sequence.id, digest);
          return { ...answer, undoUntil: undoableUntil(answer.undoUntil, steps) };
        } catch (failure) {
          // What was read is no longer what would be sent: it is shown anew, and nothing has started.
          if (isProblem(failure, 'preview_changed', 'may_not_contact')) void preview.refetch();
          throw failure;
        }
      },
      () => `Sequence started: ${sequence.name}.`,
      true,
    );
    if (isSaved) onSaved(false);
  };
  return (
    <>
      <ol className="kw-plan-steps" aria-label="What will be sent">
        {steps.map((step) => (
          <StepPreview key={step.step} step={step} />
        ))}
      </ol>
      <div className="kw-save">
        <div id={id} className="kw-save-says">
          {problem !== null && <p className="kw-wrong">{problem}</p>}
          {isLost && <p>{TAKE_IT_AGAIN}</p>}
          {wrong.map((line) => (
            <p key={line} className="kw-wrong">
              {line}
            </p>
          ))}
          {isReady && <p>These texts, to this patient. They stop by themselves when the patient books or replies.</p>}
        </div>
        <div className="kw-save-buttons">
          <Button
            loading={isSaving || preview.isFetching}
            disabled={!isReady}
            aria-describedby={id}
            onClick={() => void start()}
          >
            Start sequence
          </Button>
        </div>
      </div>
    </>
  );
}

/** Nothing leaves in the first ten seconds, so that a slip can always be taken back. */
const HELD_MS = 10_000;

/** Taking back is offered until the server no longer would, or the first message is on its way, whichever is first. */
function undoableUntil(undoUntil: string, steps: Preview['steps']): string {
  const leaves = steps
    .filter(({ channel, leftOut }) => channel !== 'call' && !leftOut)
    .map(({ dueAt }) => Date.parse(dueAt));
  const firstLeaves = Math.max(Math.min(...leaves), Date.now() + HELD_MS);
  return new Date(Math.min(Date.parse(undoUntil), firstLeaves)).toISOString();
}

/** Why it cannot start: what the server says of the whole, else what stands at the steps. */
function whatIsWrong({ canStart, because, steps }: Preview): string[] {
  if (canStart) return [];
  if (because.length > 0) return because;
  return steps.flatMap(({ step, problems }) => problems.map((problem) => `Step ${step + 1}: ${problem}`));
}
