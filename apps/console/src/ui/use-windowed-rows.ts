import { useCallback, useEffect, useRef, useState } from 'react';

const OVERSCAN = 10;

/**
 * Which rows of a long list of equal heights are near the screen. The page itself scrolls; the rest of the list is
 * empty space of the right height, so ten thousand rows cost as much as forty.
 */
export function useWindowedRows<E extends HTMLElement>(count: number, rowHeight: number) {
  const container = useRef<E>(null);
  const [range, setRange] = useState({ first: 0, last: 40 });

  const measure = useCallback(() => {
    if (container.current === null) return;
    const { top } = container.current.getBoundingClientRect();
    const first = Math.max(0, Math.floor(-top / rowHeight) - OVERSCAN);
    const last = Math.ceil((window.innerHeight - top) / rowHeight) + OVERSCAN;
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, [rowHeight]);

  useEffect(() => {
    measure();
    window.addEventListener('scroll', measure, { passive: true });
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
    };
  }, [measure, count]);

  /** Brings a row between the sticky head and the foot of the screen, if it is not there already. */
  const reveal = useCallback(
    (index: number) => {
      if (container.current === null) return;
      const top = container.current.getBoundingClientRect().top + index * rowHeight;
      const upper = 110;
      const lower = window.innerHeight - 90;
      if (top < upper) window.scrollBy({ top: top - upper });
      else if (top + rowHeight > lower) window.scrollBy({ top: top + rowHeight - lower });
      measure();
    },
    [rowHeight, measure],
  );

  const first = Math.min(range.first, Math.max(0, count - 1));
  const last = Math.min(count, Math.max(range.last, first + 1));
  return { container, first, last, before: first * rowHeight, after: (count - last) * rowHeight, reveal };
}
