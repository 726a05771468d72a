import { useEffect, useRef } from 'react';

/** Fields that take no letters: a tick box in focus does not silence the keys of the page. */
const TICKED = new Set(['checkbox', 'radio', 'button', 'submit']);

/** Keys while somebody types belong to the field. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && TICKED.has(target.type)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Enter on a link or a button is theirs. */
const isTheirs = (event: KeyboardEvent) =>
  event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button, summary') !== null;

/** While a dialog is open its own keys count, nothing behind it. */
const dialogIsOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

let areHeld = false;
/** Until `letKeysGo`, no key counts: the page is about to be another one, and what is typed ahead must not act on the one left behind. */
export function holdKeys(): void {
  areHeld = true;
}
export function letKeysGo(): void {
  areHeld = false;
}

const PAIR_START = 'g';
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
      if (areHeld || isTheirs(event)) return;
      const isPair = first !== null && first.key === PAIR_START && event.timeStamp - first.at < PAIR_WITHIN_MS;
      // What follows a `g` belongs to the pair, whoever has bound it: `g c` goes to the connections and calls nobody.
      const handle = latest.current[isPair ? `${PAIR_START} ${event.key}` : event.key];
      first = { key: event.key, at: event.timeStamp };
      if (handle === undefined) return;
      event.preventDefault();
      handle(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
