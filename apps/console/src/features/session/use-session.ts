import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect } from 'react';
import { getSession, signOut } from '../../api.js';
import type { Role, Session } from '../../api.types.js';

export const SESSION_KEY = ['session'];

export const useSessionQuery = () =>
  useQuery({ queryKey: SESSION_KEY, queryFn: ({ signal }) => getSession(signal), staleTime: 60_000 });

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session of whoever is signed in; only inside the gate. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession() is used outside the session gate');
  return session;
}

export function useHasRole(...roles: Role[]): boolean {
  const session = useSession();
  return session.roles.some((role) => roles.includes(role));
}

const BECAUSE_KEY = ['signed-out-because'];
export type SignedOutBecause = 'signed_out' | 'idle';

export const useSignedOutBecause = () =>
  useQuery<SignedOutBecause | null>({ queryKey: BECAUSE_KEY, queryFn: () => null, staleTime: Infinity }).data ?? null;

/** Forgets everything that was read whenever there is no session, so that who comes next finds nothing of it. */
export function useForgetWithoutSession(hasSession: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (hasSession) return;
    const keep = [SESSION_KEY[0], BECAUSE_KEY[0]];
    client.removeQueries({ predicate: ({ queryKey }) => !keep.includes(String(queryKey[0])) });
    client.getMutationCache().clear();
  }, [client, hasSession]);
}

/** Ends the session there and here; here even when the server cannot be told. */
export function useSignOut() {
  const client = useQueryClient();
  return useCallback(
    async (why: SignedOutBecause = 'signed_out') => {
      try {
        await signOut();
      } finally {
        client.setQueryData(BECAUSE_KEY, why);
        client.setQueryData(SESSION_KEY, null);
      }
    },
    [client],
  );
}
