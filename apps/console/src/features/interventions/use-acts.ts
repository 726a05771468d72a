import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import {
  getPatientInterventions,
  recordIntervention,
  undoIntervention,
  type Intervention,
  type InterventionAct,
  type NewInterventionAct,
} from '../../api.care.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useLastAct } from '../work/last-act.js';

const keyOf = (personId: string) => ['patient', personId, 'interventions'];

/** What was done of the interventions for a patient; not asked where none is called for. */
export const useActs = (personId: string, enabled: boolean) =>
  useQuery({
    queryKey: keyOf(personId),
    queryFn: ({ signal }) => getPatientInterventions(personId, signal),
    enabled,
  });

/** The newest word on an intervention that stands. */
export const newestOf = (acts: readonly InterventionAct[], { kind, key }: Pick<Intervention, 'kind' | 'key'>) =>
  acts.find((act) => act.kind === kind && act.key === key && !act.undone) ?? null;

/** Says what came of an intervention, offers to take it back, and says what stands in the way if something does. */
export function useSaying(personId: string) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { did } = useLastAct();
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const renew = () =>
    Promise.all([keyOf(personId), ['history', personId]].map((queryKey) => client.invalidateQueries({ queryKey })));
  /** Answers whether it was saved. */
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setSaving(true);
    setProblem(null);
    try {
      await act();
      return true;
    } catch (failure) {
      const sentence = failure instanceof ApiProblem ? failure.message : 'That could not be saved.';
      setProblem(sentence);
      announce(sentence);
      return false;
    } finally {
      setSaving(false);
      void renew();
    }
  };
  const undo = async (id: string) => {
    await undoIntervention(personId, id);
    void renew();
    return 'Taken back.';
  };
  return {
    isSaving,
    problem,
    say: (body: NewInterventionAct) =>
      run(async () => {
        const { id, outcome, title, undoUntil } = await recordIntervention(personId, body);
        const says = `${outcome === 'done' ? 'Done' : 'Left out'}: ${title}.`;
        if (undoUntil !== null) did({ says, undoUntil, undo: () => undo(id) });
      }),
    takeBack: (id: string) => run(async () => announce(await undo(id))),
  };
}
