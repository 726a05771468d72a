import { Textarea } from '@mantine/core';
import { closeCase } from '../../api.cases.js';
import type { CaseInHand, CloseReport } from '../../api.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { statusWords } from '../patient/words.js';
import { useDraft } from './drafts.js';
import { SaveBar, TAKE_IT_AGAIN } from './save-bar.js';
import { useSaving, type WorkedCase } from './use-saving.js';

interface CloseDraft {
  way: string | null;
  note: string;
}
const EMPTY: CloseDraft = { way: null, note: '' };

interface CloseRouteProps {
  inHand: CaseInHand;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

/** To end a case by hand: what was agreed elsewhere, or what the sources cannot know. */
export function CloseRoute({ inHand, worked, isLost, onSaved }: CloseRouteProps) {
  const { draft, change, clear } = useDraft(worked.caseId, 'close', EMPTY);
  const { save, isSaving, problem } = useSaving(worked);
  const ways = inHand.brief.closeReasons.flatMap(({ closing, reasons }) =>
    reasons.map(({ code, label }) => ({ value: `${closing} ${code}`, closing, code, label })),
  );
  const chosen = ways.find(({ value }) => value === draft.way) ?? null;
  const missing = [...(isLost ? [TAKE_IT_AGAIN] : []), ...(chosen === null ? ['Choose why the case is closed.'] : [])];
  const submit = async (andNext: boolean) => {
    if (chosen === null) return;
    const note = draft.note.trim();
    // As the brief gave it.
    const closing = chosen.closing as CloseReport['closing'];
    const body = { closing, reason: chosen.code, ...(note === '' ? {} : { note }) };
    const isSaved = await save(
      () => closeCase(worked.caseId, body),
      () => `Closed: ${chosen.label}.`,
    );
    if (!isSaved) return;
    clear();
    onSaved(andNext);
  };
  return (
    <div className="kw-route">
      <ChoiceKeys
        small
        label="Why the case is closed"
        choices={ways.map(({ value, closing, label }) => ({ value, label, hint: statusWords(closing) }))}
        chosen={draft.way}
        onChoose={(way) => change({ way })}
        disabled={isLost}
      />
      <Textarea
        label="Note"
        autosize
        maxLength={1000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <SaveBar
        verb="Close"
        missing={missing}
        problem={problem}
        isSaving={isSaving}
        onSave={(andNext) => void submit(andNext)}
      />
    </div>
  );
}
