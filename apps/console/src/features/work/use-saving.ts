import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { ApiProblem } from '../../api.js';
import { isProblem } from '../../api.cases.js';
import type { CaseState, Done } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useHand } from './hand.js';
import { useLastAct } from './last-act.js';
import { renewCase } from './renew-case.js';

export interface WorkedCase {
  caseId: string;
  personId: string;
  state: CaseState;
}

/** Saves one act on a case in hand, offers to undo it, and says what stands in the way if something does. */
export function useSaving({ caseId, personId, state }: WorkedCase) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { lose, standsAs } = useHand();
  const { did } = useLastAct();
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  /** `says` of the answer is what the note says. Answers whether it was saved. */
  const save = useCallback(
    async <T extends Done>(
      act: () => Promise<T>,
      says: (answer: T) => string,
      countsDown = false,
    ): Promise<boolean> => {
      setSaving(true);
      setProblem(null);
      try {
        const answer = await act();
        standsAs(answer.case, true);
        did({ caseId, personId, says: says(answer), backTo: state, undoUntil: answer.undoUntil, countsDown });
        renewCase(client, personId);
        return true;
      } catch (failure) {
        if (isProblem(failure, 'not_in_hand', 'in_hand_of_another')) lose(caseId);
        const sentence = failure instanceof ApiProblem ? failure.message : 'That could not be saved.';
        setProblem(sentence);
        announce(sentence);
        return false;
      } finally {
        setSaving(false);
      }
    },
    [announce, caseId, client, did, lose, personId, standsAs, state],
  );
  return { save, isSaving, problem };
}
