import { Button, Group, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { notePersonActivity } from '../../api.js';
import type { Session } from '../../api.types.js';
import { idlePhase, TOUCH_EVERY_SECONDS, type IdlePhase } from './idle-clock.js';
import { SESSION_KEY, useSignOut } from './use-session.js';

const ACTIVITY = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Warns a minute before an unused session ends, and ends it: what is on the screen is other people's health data. */
export function IdleWarning({ session }: { session: Session }) {
  const client = useQueryClient();
  const signOut = useSignOut();
  const [idle, setIdle] = useState<IdlePhase>({ phase: 'active' });
  const lastActivityAt = useRef(0);
  const touchedAt = useRef(0);
  const isWarning = idle.phase === 'warning';

  const stay = useCallback(() => {
    lastActivityAt.current = Date.now();
    touchedAt.current = Date.now();
    notePersonActivity();
    setIdle({ phase: 'active' });
    void client.invalidateQueries({ queryKey: SESSION_KEY });
  }, [client]);

  useEffect(() => {
    lastActivityAt.current = Date.now();
    touchedAt.current = Date.now();
  }, []);

  useEffect(() => {
    // While the warning stands only its own buttons count: a sleeve on the table must not keep a session open.
    if (isWarning) return;
    const onActivity = () => {
      lastActivityAt.current = Date.now();
      notePersonActivity();
      if (Date.now() - touchedAt.current > TOUCH_EVERY_SECONDS * 1000) stay();
    };
    for (const kind of ACTIVITY) window.addEventListener(kind, onActivity, { passive: true });
    return () => {
      for (const kind of ACTIVITY) window.removeEventListener(kind, onActivity);
    };
  }, [isWarning, stay]);

  useEffect(() => {
    const expiresAt = Date.parse(session.expiresAt);
    const timer = setInterval(() => {
      const next = idlePhase(Date.now(), lastActivityAt.current, session.idleSeconds, expiresAt);
      setIdle((before) => (before.phase === 'active' && next.phase === 'active' ? before : next));
      if (next.phase !== 'ended') return;
      clearInterval(timer);
      void signOut('idle');
    }, 1000);
    return () => clearInterval(timer);
  }, [session.expiresAt, session.idleSeconds, signOut]);

  return (
    <Modal opened={isWarning} onClose={stay} title="Are you still there?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text>
        Nobody has used this screen for a while. You will be signed out in{' '}
        <strong className="kw-number">{isWarning ? idle.secondsLeft : 0} s</strong>, and come back to where you were
        after signing in again.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => void signOut()}>
          Sign out now
        </Button>
        <Button onClick={stay} data-autofocus>
          Stay signed in
        </Button>
      </Group>
    </Modal>
  );
}
