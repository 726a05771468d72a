import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CaseRow } from '../../api.types.js';
import { IconCheck, IconX } from '../../ui/icons.js';
import { useKeys } from '../../ui/use-keys.js';
import { useIsShadowWeek } from '../go-live/use-go-live.js';
import { useWorks } from '../session/roles.js';
import type { WorkedCase } from '../work/use-saving.js';
import { isSettled } from '../worklist/words.js';
import { useVerdict } from './use-verdict.js';
import { WrongDialog } from './wrong-dialog.js';

/** On a patient's page: `X` says that they should not be here; in a shadow week `Y` says that they should. */
export function VerdictButtons({ worked }: { worked: WorkedCase }) {
  const isShadowWeek = useIsShadowWeek();
  const { right, wrong, isSaving, problem } = useVerdict(worked);
  const [isAsked, setAsked] = useState(false);
  useKeys({
    x: () => setAsked(true),
    ...(isShadowWeek ? { y: () => void right() } : {}),
  });
  return (
    <div className="kw-verdict-buttons" role="group" aria-label="Rightly listed or not">
      {isShadowWeek && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCheck size={14} />}
          rightSection={<kbd aria-hidden>Y</kbd>}
          loading={isSaving && !isAsked}
          onClick={() => void right()}
        >
          Rightly listed
        </Button>
      )}
      <Button
        size="compact-sm"
        variant={isShadowWeek ? 'default' : 'subtle'}
        leftSection={<IconX size={14} />}
        rightSection={<kbd aria-hidden>X</kbd>}
        onClick={() => setAsked(true)}
      >
        Should not be here
      </Button>
      {problem !== null && !isAsked && (
        <p role="alert" className="kw-wrong">
          {problem}
        </p>
      )}
      <WrongDialog
        opened={isAsked}
        onClose={() => setAsked(false)}
        isSaving={isSaving}
        problem={problem}
        onCause={(cause, note) => void wrong(cause, note).then((isSaved) => isSaved && setAsked(false))}
      />
    </div>
  );
}

interface RowVerdictProps {
  /** The row that is marked; null: none is. */
  row: CaseRow | null;
  /** It was judged: the mark goes on to the next. */
  onJudged: () => void;
}

/** In the list, of the row that is marked. */
export function RowVerdictKeys({ row, onJudged }: RowVerdictProps) {
  const works = useWorks();
  const [asked, setAsked] = useState<WorkedCase | null>(null);
  const isShadowWeek = useIsShadowWeek();
  const worked = row === null ? null : workedOf(row);
  if (!works) return null;
  return (
    <>
      {worked !== null && (
        <Keys
          key={`keys of ${worked.caseId}`}
          worked={worked}
          isShadowWeek={isShadowWeek}
          onWrong={() => setAsked(worked)}
          onRight={onJudged}
        />
      )}
      {/* The list may be asked anew meanwhile: whom the question is about does not change with the marked row. */}
      {asked !== null && (
        <AskedOf key={`asked of ${asked.caseId}`} worked={asked} onClose={() => setAsked(null)} onWrong={onJudged} />
      )}
    </>
  );
}

/** Null: nothing is open on them that could be wrong. */
function workedOf({ caseId, personId, state }: CaseRow): WorkedCase | null {
  return caseId === null || state === null || isSettled(state) ? null : { caseId, personId, state };
}

interface KeysProps {
  worked: WorkedCase;
  isShadowWeek: boolean;
  onWrong: () => void;
  onRight: () => void;
}

function Keys({ worked, isShadowWeek, onWrong, onRight }: KeysProps) {
  const { right } = useVerdict(worked);
  const sayRight = () => void right().then((isSaved) => isSaved && onRight());
  useKeys({ x: onWrong, ...(isShadowWeek ? { y: sayRight } : {}) });
  return null;
}

interface AskedOfProps {
  worked: WorkedCase;
  onClose: () => void;
  onWrong: () => void;
}

function AskedOf({ worked, onClose, onWrong }: AskedOfProps) {
  const { wrong, isSaving, problem } = useVerdict(worked);
  return (
    <WrongDialog
      opened
      onClose={onClose}
      isSaving={isSaving}
      problem={problem}
      onCause={(cause, note) =>
        void wrong(cause, note).then((isSaved) => {
          if (!isSaved) return;
          onClose();
          onWrong();
        })
      }
    />
  );
}
