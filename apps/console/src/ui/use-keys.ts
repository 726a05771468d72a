import { useEffect, useRef } from 'react';

/** Keys while somebody types belong to the field. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** While a dialog is open its own keys count, nothing behind it. */
const dialogIsOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

const PAIR_WITHIN_MS = 1200;

/**
 * Binds plain keys (`j`, `/`, `?`) and pairs (`g l`) while the caller is shown.
 * Keys with Ctrl, Alt or Meta are the browser's.
 */
export function useKeys(bindings: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || dialogIsOpen()) return;
      const isPair = first !== null && event.timeStamp - first.at < PAIR_WITHIN_MS;
      const handle =
        (isPair && first !== null ? latest.current[`${first.key} ${event.key}`] : undefined) ??
        latest.current[event.key];
      first = { key: event.key, at: event.timeStamp };
      if (handle === undefined) return;
      event.preventDefault();
      handle(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
