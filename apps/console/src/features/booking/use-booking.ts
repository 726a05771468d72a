import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { askForVisit, getBookingRoom, isProblem } from '../../api.cases.js';
import type { WriteOperation } from '../../api.sources.types.js';
import type { VisitWanted } from '../../api.types.js';
import { useHand } from '../work/hand.js';
import { renewCase } from '../work/renew-case.js';

/** Waits for something to become of it by itself. */
export const isUnderWay = ({ state }: Pick<WriteOperation, 'state'>) =>
  state === 'pending' || state === 'sending' || state === 'unknown';

/** The live channel does not tell how a write goes on: while one is under way it is asked for. */
const ASK_AGAIN_MS = 3_000;

/** Below the key of all writes: what is tried again or resolved anywhere renews this too. */
export const useBookingRoom = (caseId: string | null) =>
  useQuery({
    queryKey: ['writes', 'case', caseId],
    queryFn: ({ signal }) => getBookingRoom(caseId ?? '', signal),
    enabled: caseId !== null,
    refetchInterval: ({ state }) => (state.data?.operations.some(isUnderWay) === true ? ASK_AGAIN_MS : false),
  });

export function useAskForVisit({ caseId, personId }: { caseId: string; personId: string }) {
  const client = useQueryClient();
  const { lose } = useHand();
  return useMutation({
    mutationFn: (wanted: VisitWanted) => askForVisit(caseId, wanted),
    onSuccess: () => {
      renewCase(client, personId);
      return client.invalidateQueries({ queryKey: ['writes'] });
    },
    onError: (problem) => {
      if (isProblem(problem, 'not_in_hand', 'in_hand_of_another')) lose(caseId);
    },
  });
}
