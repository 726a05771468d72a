import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { ApiProblem } from '../../api.js';
import { getShadowFindings, judgeShadowFinding, withdrawShadowVerdict, type TrialView } from '../../api.rules.js';
import type { ShadowCounts, ShadowFinding, ShadowFindings, ShadowVerdict } from '../../api.rules.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useSession } from '../session/use-session.js';
import { causeLabel } from '../verdict/causes.js';
import { useLastAct } from '../work/last-act.js';

/** So long U takes a mark back; from the row it can be taken back at any time. */
const UNDO_MS = 600_000;

const keyOf = (rule: string) => ['rule-trial', rule];

/** Whom a rule on trial would list. A page that was loaded stands still while it is judged, so that nobody moves under the hand. */
export const useTrial = (rule: string, view: TrialView) =>
  useInfiniteQuery({
    queryKey: [...keyOf(rule), view],
    queryFn: ({ pageParam, signal }) => getShadowFindings(rule, view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Infinity,
    gcTime: 0,
  });

/** Marks one of them right or wrong, or takes the mark back; the row and the counts follow in place. */
export function useTrialVerdict(rule: string) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { did } = useLastAct();
  const user = useSession().user;

  const stands = (id: string, verdict: ShadowFinding['verdict'], counts: ShadowCounts) => {
    client.setQueriesData<InfiniteData<ShadowFindings>>({ queryKey: keyOf(rule) }, (data) =>
      data === undefined
        ? data
        : {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              counts,
              items: page.items.map((item) => (item.id === id ? { ...item, verdict } : item)),
            })),
          },
    );
    void client.invalidateQueries({ queryKey: ['rules'] });
  };
  const takeBack = useMutation({
    mutationFn: async (id: string) => {
      stands(id, null, await withdrawShadowVerdict(id));
      return 'The mark was taken back.';
    },
    onSuccess: (says) => announce(says),
    onError: (problem) => announce(problem.message),
  });
  const judge = useMutation({
    mutationFn: ({ id, verdict }: { id: string; verdict: ShadowVerdict }) => judgeShadowFinding(id, verdict),
    onSuccess: (counts, { id, verdict: { verdict, cause = null } }) => {
      const now = Date.now();
      const by = { id: user.id, name: user.displayName };
      stands(id, { verdict, cause, at: new Date(now).toISOString(), by }, counts);
      did({
        says:
          cause === null ? 'Marked as rightly found.' : `Marked as wrongly found: ${causeLabel(cause).toLowerCase()}.`,
        undoUntil: new Date(now + UNDO_MS).toISOString(),
        undo: () => takeBack.mutateAsync(id),
      });
    },
    onError: (problem) => announce(problem.message),
  });
  const failure = judge.error ?? takeBack.error;
  return {
    isSaving: judge.isPending || takeBack.isPending,
    problem: failure === null ? null : failure instanceof ApiProblem ? failure.message : 'That could not be saved.',
    judge: (id: string, verdict: ShadowVerdict) => judge.mutateAsync({ id, verdict }),
    takeBack: (id: string) => takeBack.mutate(id),
    reset: () => judge.reset(),
  };
}
