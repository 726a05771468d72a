import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

const SearchText = createContext<{ text: string; setText: (text: string) => void }>({
  text: '',
  setText: () => undefined,
});

/** Kept in memory only: it outlives a look at a patient and the way back, but no address, history or disk ever holds it. */
export function SearchTextProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('');
  return <SearchText value={useMemo(() => ({ text, setText }), [text])}>{children}</SearchText>;
}

export const useSearchText = () => useContext(SearchText);
