import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from 'react';

/** What the list looked like when it was last seen, so that a patient page knows its neighbours and the way back. */
export interface LastList {
  address: string;
  /** Person ids in the order shown. */
  order: string[];
  /** The person marked, or opened last. */
  activeId: string | null;
  /** A patient was opened, and nothing else since: the list gives the focus back to their row. */
  isAtPatient: boolean;
}

interface ListMemory {
  text: string;
  setText: (text: string) => void;
  remember: (what: Partial<LastList>) => void;
  recall: () => LastList;
}

const NOTHING: LastList = { address: '/worklist', order: [], activeId: null, isAtPatient: false };
const Memory = createContext<ListMemory>({
  text: '',
  setText: () => undefined,
  remember: () => undefined,
  recall: () => NOTHING,
});

/**
 * Kept in memory only: it outlives a look at a patient and the way back, but the text (perhaps a name) never stands in
 * an address, a history entry or on a disk.
 */
export function ListMemoryProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('');
  const last = useRef(NOTHING);
  const memory = useMemo(
    () => ({
      text,
      setText,
      remember: (what: Partial<LastList>) => {
        last.current = { ...last.current, ...what };
      },
      recall: () => last.current,
    }),
    [text],
  );
  return <Memory value={memory}>{children}</Memory>;
}

export const useListMemory = () => useContext(Memory);

/** Who stands before and after a person on the list, and where in it they are. */
export function neighboursOf(order: readonly string[], personId: string) {
  const at = order.indexOf(personId);
  if (at === -1) return null;
  return { position: at + 1, of: order.length, previous: order[at - 1] ?? null, next: order[at + 1] ?? null };
}
