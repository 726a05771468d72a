import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Signal } from '../../ui/signal.js';
import { countdownText, WARN_MS } from './lease-clock.js';

/** How long the case stays in one's hands without a touch; renewed by working. */
export function LeaseBar({ deadline, onGiveBack }: { deadline: number; onGiveBack: () => void }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = deadline - now;
  return (
    <div className="kw-lease">
      <Signal tone={left < WARN_MS ? 'wait' : 'good'}>
        In your hands{' '}
        <span className="kw-number" role="timer" title="Renewed while you work here; then others may take it">
          {countdownText(left)}
        </span>
      </Signal>
      <Button size="compact-sm" variant="subtle" onClick={onGiveBack}>
        Give back
      </Button>
    </div>
  );
}
