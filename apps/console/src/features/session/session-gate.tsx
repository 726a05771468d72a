import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import SignInPage from '../../pages/sign-in.page.js';
import { ErrorState } from '../../ui/states.js';
import { ZoneProvider } from '../../ui/zone.js';
import { LiveUpdates } from '../live/live-updates.js';
import { ListMemoryProvider } from '../worklist/list-memory.js';
import { IdleWarning } from './idle-warning.js';
import { SessionProvider, useForgetWithoutSession, useSessionQuery } from './use-session.js';

/** Behind it somebody is signed in. In front of it stands the sign-in form, at the same address: one comes back to it. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSessionQuery();
  useForgetWithoutSession(Boolean(session.data));
  if (session.isPending) {
    return (
      <Center mih="100vh">
        <Loader aria-label="Looking for your session" type="dots" />
      </Center>
    );
  }
  if (session.isError && session.data === undefined) {
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  }
  if (session.data === null || session.data === undefined) return <SignInPage />;
  const { practice, user } = session.data;
  return (
    // A change of person or practice throws away everything that was on the screen.
    <SessionProvider value={session.data} key={`${user.id} ${practice.id}`}>
      <ZoneProvider value={practice.timezone}>
        <ListMemoryProvider>
          <LiveUpdates>
            {children}
            <IdleWarning session={session.data} />
          </LiveUpdates>
        </ListMemoryProvider>
      </ZoneProvider>
    </SessionProvider>
  );
}
