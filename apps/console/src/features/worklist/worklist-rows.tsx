import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { CaseRow } from '../../api.types.js';
import { useKeys } from '../../ui/use-keys.js';
import { useWindowedRows } from '../../ui/use-windowed-rows.js';
import { useListMemory } from './list-memory.js';
import { CARD_HEIGHT, WorklistCards } from './worklist-cards.js';
import { TABLE_ROW_HEIGHT, WorklistTable } from './worklist-table.js';

const FETCH_AHEAD = 30;

interface WorklistRowsProps {
  rows: CaseRow[];
  label: string;
  hasMore: boolean;
  isFetchingMore: boolean;
  onMore: () => void;
}

/** The list itself: only the rows near the screen exist, `j` and `k` walk them, more are fetched before the end is seen. */
export function WorklistRows({ rows, label, hasMore, isFetchingMore, onMore }: WorklistRowsProps) {
  const isWide = useMediaQuery('(min-width: 72em)', true, { getInitialValueInEffect: false });
  const windowed = useWindowedRows<HTMLElement>(rows.length, isWide ? TABLE_ROW_HEIGHT : CARD_HEIGHT);
  const { remember, recall } = useListMemory();
  // Back from a patient, the list marks whom one came from; the focus is only moved by a key.
  const [activeId, setActiveId] = useState(() => recall().activeId);
  const [isFocused, setFocused] = useState(false);
  const { reveal, container, first, last, before, after } = windowed;

  useEffect(() => {
    if (hasMore && !isFetchingMore && last > rows.length - FETCH_AHEAD) onMore();
  }, [hasMore, isFetchingMore, last, rows.length, onMore]);

  const move = useCallback(
    (step: number) => {
      const here = rows.findIndex((row) => row.personId === activeId);
      const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
      if (next === undefined) return;
      reveal(rows.indexOf(next));
      setActiveId(next.personId);
      setFocused(true);
      remember({ activeId: next.personId });
    },
    [rows, activeId, reveal, remember],
  );
  useKeys({ j: () => move(1), k: () => move(-1) });

  // The focus follows the marked row, so that Enter opens it and a screen reader reads it.
  useEffect(() => {
    if (activeId === null || !isFocused) return;
    const link = container.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(activeId)}"]`);
    link?.focus({ preventScroll: true });
  }, [activeId, isFocused, container]);

  const shown = { rows, first, last, before, after, activeId, label };
  return (
    <>
      {isWide ? (
        <WorklistTable {...shown} container={container as RefObject<HTMLTableSectionElement | null>} />
      ) : (
        <WorklistCards {...shown} container={container as RefObject<HTMLUListElement | null>} />
      )}
      {hasMore && (
        <div className="kw-more">
          <Button variant="subtle" loading={isFetchingMore} onClick={onMore}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
