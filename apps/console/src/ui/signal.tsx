import type { ReactNode } from 'react';

export type SignalTone = 'good' | 'wait' | 'wrong' | 'quiet';

/** A state as shape, colour and word together: colour is never alone. */
export function Signal({ tone, children }: { tone: SignalTone; children: ReactNode }) {
  return (
    <span className={`kw-signal kw-signal-${tone}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden>
        {tone === 'good' && <circle cx="5" cy="5" r="4" />}
        {tone === 'wait' && <path d="M5 .8 9.4 9H.6Z" />}
        {tone === 'wrong' && (
          <rect x="1" y="1" width="8" height="8" transform="rotate(45 5 5) scale(.82) translate(1.1 1.1)" />
        )}
        {tone === 'quiet' && <circle cx="5" cy="5" r="3.2" fill="none" strokeWidth="1.6" />}
      </svg>
      <span>{children}</span>
    </span>
  );
}
