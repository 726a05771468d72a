import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CaseRow } from '../../api.types.js';
import { useKeys } from '../../ui/use-keys.js';
import { useWindowedRows } from '../../ui/use-windowed-rows.js';
import { RowVerdictKeys } from '../verdict/verdict-keys.js';
import { useShownAsOf } from '../as-of/as-of.js';
import { useWhyHere } from '../day/why-here.js';
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
  /** Whether one has just come back from a patient. */
  returning: boolean;
}

/** The list itself: only the rows near the screen exist, `j` and `k` walk them, more are fetched before the end is seen. */
export function WorklistRows({ rows, label, hasMore, isFetchingMore, onMore, returning }: WorklistRowsProps) {
  const isWide = useMediaQuery('(min-width: 72em)', true, { getInitialValueInEffect: false });
  const windowed = useWindowedRows<HTMLElement>(rows.length, isWide ? TABLE_ROW_HEIGHT : CARD_HEIGHT);
  const isPast = useShownAsOf() !== null;
  const { remember, recall } = useListMemory();
  // The list marks whom one looked at last; back from their page, the focus returns to their row too.
  const [activeId, setActiveId] = useState(() => recall().activeId);
  const focusOwed = useRef(returning);
  const [moves, setMoves] = useState(0);
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
      focusOwed.current = true;
      setMoves((before) => before + 1);
      remember({ activeId: next.personId });
    },
    [rows, activeId, reveal, remember],
  );
  const whyHere = useWhyHere();
  const active = rows.find((row) => row.personId === activeId);
  useKeys({ j: () => move(1), k: () => move(-1), w: () => active !== undefined && whyHere(active) });

  const isBack = useRef(returning);
  useEffect(() => {
    if (!isBack.current) return;
    isBack.current = false;
    const here = rows.findIndex((row) => row.personId === activeId);
    // Perhaps they have left the list meanwhile: then nothing may take the focus later.
    if (here === -1) focusOwed.current = false;
    else reveal(here);
  }, [rows, activeId, reveal]);

  // The focus follows the marked row, so that Enter opens it and a screen reader reads it. Once: whoever then clicks or
  // scrolls elsewhere keeps their place. The row may be drawn only after it was brought near the screen.
  useEffect(() => {
    if (activeId === null || !focusOwed.current) return;
    const link = container.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(activeId)}"]`);
    if (link === null || link === undefined) return;
    focusOwed.current = false;
    link.focus({ preventScroll: true });
  }, [activeId, moves, container, first, last]);

  const shown = { rows, first, last, before, after, activeId, label };
  return (
    <>
      {isWide ? (
        <WorklistTable {...shown} container={container as RefObject<HTMLTableSectionElement | null>} />
      ) : (
        <WorklistCards {...shown} container={container as RefObject<HTMLUListElement | null>} />
      )}
      {!isPast && (
        <RowVerdictKeys row={rows.find(({ personId }) => personId === activeId) ?? null} onJudged={() => move(1)} />
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
