import { useQueryClient } from '@tanstack/react-query';
import { giveVerdict } from '../../api.rules.js';
import type { WrongCause } from '../../api.rules.types.js';
import { useSaving, type WorkedCase } from '../work/use-saving.js';
import { causeLabel } from './causes.js';

/** Says of one listed patient that they are rightly there, or not; both can be undone. */
export function useVerdict(worked: WorkedCase) {
  const client = useQueryClient();
  const { save, isSaving, problem } = useSaving(worked);
  const give = async (...[act, says]: Parameters<typeof save<Awaited<ReturnType<typeof giveVerdict>>>>) => {
    const isSaved = await save(act, says);
    if (isSaved) {
      // How truly a rule lists, and what a shadow week still lacks.
      for (const key of ['rules', 'go-live']) void client.invalidateQueries({ queryKey: [key] });
    }
    return isSaved;
  };
  return {
    isSaving,
    problem,
    right: () =>
      give(
        () => giveVerdict(worked.caseId, { verdict: 'right' }),
        () => 'Marked as rightly listed.',
      ),
    wrong: (cause: WrongCause, note: string) =>
      give(
        () => giveVerdict(worked.caseId, { verdict: 'wrong', cause, ...(note === '' ? {} : { note }) }),
        ({ paused }) =>
          [
            `Should not be here: ${causeLabel(cause).toLowerCase()}. The case is closed.`,
            ...paused.map(({ says }) => says),
          ].join(' '),
      ),
  };
}
