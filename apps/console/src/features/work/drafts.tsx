import { createContext, useCallback, useContext, useState, useSyncExternalStore, type ReactNode } from 'react';

/**
 * What was typed about a case and not yet saved. It outlives a lost lease and a look at another page; it lives in this tab's
 * memory alone and goes with the session, like everything else that was read.
 */
class DraftStore {
  private readonly drafts = new Map<string, object>();
  private readonly listeners = new Set<() => void>();

  get = (key: string) => this.drafts.get(key);

  set(key: string, draft: object | null): void {
    if (draft === null) this.drafts.delete(key);
    else this.drafts.set(key, draft);
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}

const Drafts = createContext(new DraftStore());

export function DraftsProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new DraftStore());
  return <Drafts value={store}>{children}</Drafts>;
}

/** `empty` must be the same object each time. */
export function useDraft<T extends object>(caseId: string, kind: string, empty: T) {
  const store = useContext(Drafts);
  const key = `${kind} ${caseId}`;
  const read = () => (store.get(key) as T | undefined) ?? empty;
  const draft = useSyncExternalStore(store.subscribe, read);
  const change = useCallback(
    (changes: Partial<T>) => store.set(key, { ...empty, ...store.get(key), ...changes }),
    [store, key, empty],
  );
  const clear = useCallback(() => store.set(key, null), [store, key]);
  return { draft, change, clear };
}
