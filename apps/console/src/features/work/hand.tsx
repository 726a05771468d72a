import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { personActedSince } from '../../api.js';
import { claimCase, giveBackLease, isProblem, renewLease } from '../../api.cases.js';
import type { CaseInHand, Done } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useLive } from '../live/live-updates.js';
import { useSession } from '../session/use-session.js';
import { isTimeToRenew } from './lease-clock.js';

/** The case one has in hand: phone and e-mail are in here and nowhere else. */
export interface Held {
  inHand: CaseInHand;
  /** By this computer's clock. */
  deadline: number;
  /** Its time is over, or somebody else has it: nothing can be saved until it is taken again. */
  isLost: boolean;
  /** A result was saved since it was taken: going on needs no reason. */
  isDone: boolean;
  /** Came by "next patient": its recommended route opens by itself. */
  cameByNext: boolean;
}

interface Hand {
  held: Held | null;
  claim: (caseId: string) => Promise<CaseInHand>;
  adopt: (inHand: CaseInHand, cameByNext: boolean) => void;
  giveBack: (caseId: string) => void;
  lose: (caseId: string) => void;
  standsAs: (standing: Done['case'], isDone: boolean) => void;
}

const HandContext = createContext<Hand | null>(null);

export function useHand(): Hand {
  const hand = useContext(HandContext);
  if (hand === null) throw new Error('useHand() is used outside its provider');
  return hand;
}

/** Whoever leaves a patient's page no longer has them in hand; a colleague need not wait for the clock. */
export function useGiveBackOnLeaving(caseId: string | undefined): void {
  const { giveBack } = useHand();
  useEffect(() => {
    if (caseId === undefined) return;
    return () => giveBack(caseId);
  }, [caseId, giveBack]);
}

const CHECK_EVERY_MS = 5_000;

/** One case in hand at a time: kept while it is used and seen, given back when one goes on. */
export function HandProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { user } = useSession();
  const { leaseListeners } = useLive();
  const [held, setHeld] = useState<Held | null>(null);
  const latest = useRef<Held | null>(null);
  const keep = useCallback((next: Held | null) => {
    latest.current = next;
    setHeld(next);
  }, []);

  const adopt = useCallback(
    (inHand: CaseInHand, cameByNext: boolean) => {
      const before = latest.current;
      if (before !== null && !before.isLost && before.inHand.case.caseId !== inHand.case.caseId) {
        void giveBackLease(before.inHand.case.caseId).catch(() => undefined);
      }
      const deadline = Date.now() + inHand.lease.seconds * 1000;
      keep({ inHand, deadline, isLost: false, isDone: false, cameByNext });
      void client.invalidateQueries({ queryKey: ['leases'] });
    },
    [client, keep],
  );

  const claim = useCallback(
    async (caseId: string) => {
      const inHand = await claimCase(caseId);
      adopt(inHand, false);
      return inHand;
    },
    [adopt],
  );

  const giveBack = useCallback(
    (caseId: string) => {
      const before = latest.current;
      if (before === null || before.inHand.case.caseId !== caseId) return;
      keep(null);
      // Whether the server hears of it or not, the lease ends by itself.
      if (!before.isLost) void giveBackLease(caseId).catch(() => undefined);
    },
    [keep],
  );

  const lose = useCallback(
    (caseId: string) => {
      const before = latest.current;
      if (before === null || before.isLost || before.inHand.case.caseId !== caseId) return;
      keep({ ...before, isLost: true });
      announce('This patient is no longer in your hands. What you typed is kept.');
      void client.invalidateQueries({ queryKey: ['leases'] });
    },
    [announce, client, keep],
  );

  const standsAs = useCallback(
    (standing: Done['case'], isDone: boolean) => {
      const before = latest.current;
      if (before === null || before.inHand.case.caseId !== standing.caseId) return;
      keep({ ...before, inHand: { ...before.inHand, case: { ...before.inHand.case, ...standing } }, isDone });
    },
    [keep],
  );

  useRenewal(latest, keep, lose);

  useEffect(() => {
    const listeners = leaseListeners.current;
    const onLease = (event: { caseId: string; holderId: string | null }) => {
      if (event.holderId !== null && event.holderId !== user.id) lose(event.caseId);
    };
    listeners.add(onLease);
    return () => void listeners.delete(onLease);
  }, [leaseListeners, lose, user.id]);

  const hand = useMemo(
    () => ({ held, claim, adopt, giveBack, lose, standsAs }),
    [held, claim, adopt, giveBack, lose, standsAs],
  );
  return <HandContext value={hand}>{children}</HandContext>;
}

function useRenewal(
  latest: React.RefObject<Held | null>,
  keep: (next: Held | null) => void,
  lose: (caseId: string) => void,
): void {
  const renewedAt = useRef(0);
  useEffect(() => {
    let isAsking = false;
    const check = async () => {
      const held = latest.current;
      if (held === null || held.isLost || isAsking) return;
      const { caseId } = held.inHand.case;
      const now = Date.now();
      // A tab that slept wakes after its time: it must not look as if the case were still its own.
      if (now >= held.deadline) return lose(caseId);
      const claimedAt = held.deadline - held.inHand.lease.seconds * 1000;
      const since = Math.max(renewedAt.current, claimedAt);
      if (!isTimeToRenew(now, since, document.visibilityState === 'visible', personActedSince(since))) return;
      isAsking = true;
      try {
        const { until } = await renewLease(caseId);
        const current = latest.current;
        renewedAt.current = now;
        if (current === null || current.isLost || current.inHand.case.caseId !== caseId) return;
        // The server's clock may differ from ours; what it adds to the lease's end, it adds to ours.
        const added = Date.parse(until) - Date.parse(current.inHand.lease.until);
        const lease = { ...current.inHand.lease, until };
        keep({ ...current, deadline: current.deadline + added, inHand: { ...current.inHand, lease } });
      } catch (problem) {
        if (isProblem(problem, 'not_in_hand', 'in_hand_of_another', 'case_moved_on')) lose(caseId);
      } finally {
        isAsking = false;
      }
    };
    const timer = setInterval(() => void check(), CHECK_EVERY_MS);
    const onSeen = () => void check();
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [latest, keep, lose]);
}
