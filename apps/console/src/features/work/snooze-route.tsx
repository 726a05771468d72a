import { TextInput, Textarea } from '@mantine/core';
import { snoozeCase } from '../../api.cases.js';
import type { CaseInHand, SnoozeReport } from '../../api.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { addDays, appointedText, dayInFull, localDate } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { useKeys } from '../../ui/use-keys.js';
import { useZone } from '../../ui/zone.js';
import { useDraft } from './drafts.js';
import { asChoices } from './next-step.js';
import { SaveBar, TAKE_IT_AGAIN } from './save-bar.js';
import { useSaving, type WorkedCase } from './use-saving.js';

interface SnoozeDraft {
  preset: string | null;
  on: string;
  reason: string | null;
  note: string;
}
const EMPTY: SnoozeDraft = { preset: null, on: '', reason: null, note: '' };
const LONGEST_DAYS = 730;

interface SnoozeRouteProps {
  inHand: CaseInHand;
  worked: WorkedCase;
  isLost: boolean;
  onSaved: (andNext: boolean) => void;
}

/** To let somebody rest: until an exact day, for a reason. The same rules do not bring them back before. */
export function SnoozeRoute({ inHand, worked, isLost, onSaved }: SnoozeRouteProps) {
  const { snoozePresets, snoozeReasons } = inHand.brief;
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const { draft, change, clear } = useDraft(worked.caseId, 'snooze', EMPTY);
  const { save, isSaving, problem } = useSaving(worked);
  const preset = snoozePresets.find(({ key }) => key === draft.preset) ?? null;
  const wakeOn = preset?.wakeOn ?? (draft.on === '' ? null : draft.on);
  useKeys(
    Object.fromEntries(
      snoozePresets.slice(0, 9).map(({ key }, index) => [String(index + 1), () => change({ preset: key, on: '' })]),
    ),
  );
  const missing = [
    ...(isLost ? [TAKE_IT_AGAIN] : []),
    ...(wakeOn === null ? ['Choose until when they rest.'] : []),
    ...(wakeOn !== null && preset === null && (wakeOn <= today || wakeOn > addDays(today, LONGEST_DAYS))
      ? ['The day must lie between tomorrow and two years from now.']
      : []),
    ...(draft.reason === null ? ['Choose a reason.'] : []),
  ];
  const submit = async (andNext: boolean) => {
    if (wakeOn === null || draft.reason === null) return;
    // As the brief gave it.
    const reason = draft.reason as SnoozeReport['reason'];
    const body = { wakeOn, reason, ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }) };
    const isSaved = await save(
      () => snoozeCase(worked.caseId, body),
      (answer) => `Snoozed: back on the list ${appointedText(answer.wakesAt, zone)}.`,
    );
    if (!isSaved) return;
    clear();
    onSaved(andNext);
  };
  return (
    <div className="kw-route">
      <ChoiceKeys
        label="Rests for"
        choices={snoozePresets.map(({ key, label, wakesAt }, index) => ({
          value: key,
          label,
          keyName: String(index + 1),
          hint: `back ${appointedText(wakesAt, zone)}`,
        }))}
        chosen={draft.preset}
        onChoose={(key) => change({ preset: key, on: '' })}
        disabled={isLost}
      />
      <TextInput
        type="date"
        label="Or until a day they named"
        description={
          preset === null && draft.on !== ''
            ? `Back on the list on ${dayInFull(draft.on)}, or the next open day after it, when the clinic opens.`
            : undefined
        }
        min={addDays(today, 1)}
        max={addDays(today, LONGEST_DAYS)}
        value={draft.on}
        onChange={(event) => change({ on: event.currentTarget.value, preset: null })}
      />
      <ChoiceKeys
        small
        label="Reason"
        choices={asChoices(snoozeReasons)}
        chosen={draft.reason}
        onChoose={(reason) => change({ reason })}
      />
      <Textarea
        label="Note"
        autosize
        maxLength={1000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <SaveBar
        verb="Snooze"
        missing={missing}
        problem={problem}
        isSaving={isSaving}
        onSave={(andNext) => void submit(andNext)}
        ready={
          <p>
            Back on the list{' '}
            <strong>{preset === null ? dayInFull(wakeOn ?? today) : appointedText(preset.wakesAt, zone)}</strong>
            <span className="kw-quiet"> ({zone})</span>.
          </p>
        }
      />
    </div>
  );
}
