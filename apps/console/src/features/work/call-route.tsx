import { Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { reportCall } from '../../api.cases.js';
import type { CallOutcome, CaseInHand } from '../../api.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { localDate } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useKeys } from '../../ui/use-keys.js';
import { useZone } from '../../ui/zone.js';
import { callReport, EMPTY_CALL, whatIsMissing, type CallDraft } from './call-report.js';
import { useDraft } from './drafts.js';
import { asChoices, NextStep } from './next-step.js';
import { Reach } from './reach.js';
import { SaveBar, TAKE_IT_AGAIN } from './save-bar.js';
import { TalkTrack } from './talk-track.js';
import { useSaving, type WorkedCase } from './use-saving.js';
import { Verdict } from './verdict.js';

interface CallRouteProps {
  inHand: CaseInHand;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

/** The call: whom and how, what to say, how it ended, what comes next. */
export function CallRoute({ inHand, worked, isLost, onSaved }: CallRouteProps) {
  const { brief, contact } = inHand;
  const { draft, change, clear } = useDraft(worked.caseId, 'call', EMPTY_CALL);
  const outcome = brief.outcomes.find(({ code }) => code === draft.outcome) ?? null;
  const verdict = brief.verdicts?.call ?? null;
  const choose = (code: string) => change({ outcome: code });
  useKeys(Object.fromEntries(brief.outcomes.map(({ code, key }) => [key, () => choose(code)])));
  return (
    <div className="kw-route">
      {verdict !== null && <Verdict verdict={verdict} allowed="May be called" refused="Do not call" />}
      {!isLost && (
        <Reach
          reach={contact}
          personId={worked.personId}
          mayCall={verdict?.allowed ?? true}
          onDial={() => change({ startedAt: draft.startedAt ?? new Date().toISOString() })}
        />
      )}
      {brief.talkTrack !== null && (
        <TalkTrack track={brief.talkTrack} said={draft.said} onSaid={(said) => change({ said })} />
      )}
      <ChoiceKeys
        label="How it ended"
        choices={brief.outcomes.map(({ code, label, key }) => ({ value: code, label, keyName: key }))}
        chosen={draft.outcome}
        onChoose={choose}
        disabled={isLost}
      />
      {outcome !== null && <NextStep draft={draft} outcome={outcome} brief={brief} change={change} />}
      {outcome?.isConversation === true && <Impression draft={draft} change={change} brief={brief} />}
      <Textarea
        label="Note"
        autosize
        minRows={2}
        maxLength={2000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <SaveCall
        draft={draft}
        outcome={outcome}
        worked={worked}
        isLost={isLost}
        onSaved={(andNext) => {
          clear();
          onSaved(andNext);
        }}
      />
    </div>
  );
}

interface PartProps {
  draft: CallDraft;
  change: (changes: Partial<CallDraft>) => void;
}

/** Two coded fields and two lines, all of them optional: how they were, and what was given and advised. */
function Impression({ draft, change, brief }: PartProps & { brief: CaseInHand['brief'] }) {
  return (
    <>
      <ChoiceKeys
        small
        label="How they sounded"
        choices={asChoices(brief.sentiments)}
        chosen={draft.sentiment}
        onChoose={(sentiment) => change({ sentiment })}
        onClear={() => change({ sentiment: null })}
      />
      <ChoiceKeys
        small
        label="Ready for the next step"
        choices={asChoices(brief.readiness)}
        chosen={draft.readiness}
        onChoose={(readiness) => change({ readiness })}
        onClear={() => change({ readiness: null })}
      />
      <Textarea
        label="Value given"
        description="What the patient took from this talk."
        autosize
        maxLength={500}
        value={draft.valueGiven}
        onChange={(event) => change({ valueGiven: event.currentTarget.value })}
      />
      <Textarea
        label="Recommended next step"
        autosize
        maxLength={500}
        value={draft.recommendedStep}
        onChange={(event) => change({ recommendedStep: event.currentTarget.value })}
      />
    </>
  );
}

interface SaveCallProps {
  draft: CallDraft;
  outcome: CallOutcome | null;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

function SaveCall({ draft, outcome, worked, isLost, onSaved }: SaveCallProps) {
  const zone = useZone();
  const announce = useAnnounce();
  const today = localDate(useNow(), zone);
  const { save, isSaving, problem } = useSaving(worked);
  const button = useRef<HTMLButtonElement>(null);
  const missing = isLost ? [TAKE_IT_AGAIN] : whatIsMissing(draft, outcome, today);
  const lacks = missing.join(' ');
  const isReady = lacks === '';

  // One key chose the outcome; where nothing else is needed the next one, Enter, saves.
  const chosen = useRef(draft.outcome);
  useEffect(() => {
    if (chosen.current === draft.outcome) return;
    chosen.current = draft.outcome;
    if (isReady) button.current?.focus();
    else announce(lacks);
  }, [draft.outcome, isReady, lacks, announce]);

  const submit = async (andNext: boolean) => {
    if (outcome === null) return;
    const report = callReport(draft, outcome, zone);
    const isSaved = await save(
      () => reportCall(worked.caseId, report),
      () => `Call saved: ${outcome.label}.`,
    );
    if (isSaved) onSaved(andNext);
  };
  return (
    <SaveBar
      verb="Save"
      missing={missing}
      problem={problem}
      isSaving={isSaving}
      onSave={(andNext) => void submit(andNext)}
      first={button}
    />
  );
}
