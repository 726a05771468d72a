import { VisuallyHidden } from '@mantine/core';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

const AnnounceContext = createContext<(sentence: string) => void>(() => undefined);

/** Says a sentence quietly to screen readers, without moving the focus. */
export const useAnnounce = () => useContext(AnnounceContext);

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ sentence: '', times: 0 });
  const announce = useCallback((sentence: string) => setSaid((before) => ({ sentence, times: before.times + 1 })), []);
  // A changed text is what a live region reads out; the key makes the same sentence new when it is said twice.
  const region = useMemo(() => <span key={said.times}>{said.sentence}</span>, [said]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <VisuallyHidden role="status" aria-live="polite" data-announcer>
        {region}
      </VisuallyHidden>
    </AnnounceContext>
  );
}
