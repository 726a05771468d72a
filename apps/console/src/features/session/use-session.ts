import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
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

/** Forgets everything that was read, so that the next person at this screen finds nothing of it. */
export function useForget() {
  const client = useQueryClient();
  return useCallback(
    (why: 'signed_out' | 'idle') => {
      client.clear();
      client.setQueryData(SESSION_KEY, null);
      client.setQueryData(['signed-out-because'], why);
    },
    [client],
  );
}

/** Ends the session there and here; here even when the server cannot be told. */
export function useSignOut() {
  const forget = useForget();
  return useCallback(
    async (why: 'signed_out' | 'idle' = 'signed_out') => {
      try {
        await signOut();
      } finally {
        forget(why);
      }
    },
    [forget],
  );
}
