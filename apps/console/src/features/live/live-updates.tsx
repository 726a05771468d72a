import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { openLiveChannel } from '../../api.js';
import type { LiveEvents } from '../../api.types.js';
import { SOURCE_KEYS } from '../connections/use-source.js';
import { DAY_KEY } from '../day/use-day.js';
import { SESSION_KEY } from '../session/use-session.js';

export type RunProgress = LiveEvents['run'];

interface Live {
  connected: boolean;
  /** People the server named as changed while this console was open. */
  changedPeople: RefObject<Set<string>>;
  /** The newest word on each connection's run. */
  runs: ReadonlyMap<string, RunProgress>;
  /** Who wants to hear at once that a case changed hands. */
  leaseListeners: RefObject<Set<(event: LiveEvents['lease']) => void>>;
}

const LiveContext = createContext<Live>({
  connected: true,
  changedPeople: { current: new Set() },
  runs: new Map(),
  leaseListeners: { current: new Set() },
});
export const useLive = () => useContext(LiveContext);

/** A busy sync names hundreds of people a second; the screen is renewed at most this often. */
const RENEW_EVERY_MS = 1500;
const SETTLE_MS = 120;

/** Keeps what is on the screen true: the server says what changed, the queries that show it are asked again. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  const [runs, setRuns] = useState<ReadonlyMap<string, RunProgress>>(new Map());
  const changedPeople = useRef(new Set<string>());
  const leaseListeners = useRef(new Set<(event: LiveEvents['lease']) => void>());

  useEffect(() => {
    const owed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let renewedAt = 0;
    let wasBroken = false;

    const renew = () => {
      timer = null;
      renewedAt = Date.now();
      const people = [...owed];
      owed.clear();
      void client.invalidateQueries({ queryKey: ['worklist'] });
      void client.invalidateQueries({ queryKey: ['worklist-counts'] });
      void client.invalidateQueries({ queryKey: ['interests'] });
      void client.invalidateQueries({ queryKey: DAY_KEY });
      // Nobody named: the server itself does not know what was missed.
      if (people.length === 0) {
        void client.invalidateQueries({ queryKey: ['patient'] });
        void client.invalidateQueries({ queryKey: ['timeline'] });
      }
      for (const personId of people) {
        void client.invalidateQueries({ queryKey: ['patient', personId] });
        void client.invalidateQueries({ queryKey: ['timeline', personId] });
      }
    };

    const owedKeys = new Set<string>();
    let keysTimer: ReturnType<typeof setTimeout> | null = null;
    const renewKeys = (...keys: string[]) => {
      for (const key of keys) owedKeys.add(key);
      keysTimer ??= setTimeout(() => {
        keysTimer = null;
        for (const key of owedKeys) void client.invalidateQueries({ queryKey: [key] });
        owedKeys.clear();
      }, RENEW_EVERY_MS);
    };

    const close = openLiveChannel({
      onWorklist: (event) => {
        for (const personId of event.changed) {
          owed.add(personId);
          changedPeople.current.add(personId);
        }
        timer ??= setTimeout(renew, Math.max(SETTLE_MS, renewedAt + RENEW_EVERY_MS - Date.now()));
      },
      onRun: (event) => {
        setRuns((before) => new Map(before).set(event.connectionId, event));
        if (event.state === 'running') return;
        for (const key of ['connections', 'connection', 'runs', 'quarantine', 'rules', ...SOURCE_KEYS]) {
          void client.invalidateQueries({ queryKey: [key] });
        }
      },
      onLease: (event) => {
        // What was asked before the event may answer what was true before it, and a first question is not asked anew by itself.
        void client
          .cancelQueries({ queryKey: ['leases'] })
          .then(() => client.invalidateQueries({ queryKey: ['leases'] }));
        leaseListeners.current.forEach((listener) => listener(event));
      },
      onOutbox: () => renewKeys('outbox', 'message', 'sending', 'history'),
      onInbound: () => renewKeys('inbound', 'history', 'contact'),
      onConnected: (isConnected) => {
        setConnected(isConnected);
        // What happened while the stream was broken was not told: ask for everything on the screen again.
        if (isConnected && wasBroken) void client.invalidateQueries();
        wasBroken = !isConnected;
      },
      onRefused: () => void client.invalidateQueries({ queryKey: SESSION_KEY }),
    });
    return () => {
      close();
      if (timer !== null) clearTimeout(timer);
      if (keysTimer !== null) clearTimeout(keysTimer);
    };
  }, [client]);

  const live = useMemo(() => ({ connected, changedPeople, runs, leaseListeners }), [connected, runs]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
