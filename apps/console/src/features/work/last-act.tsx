import { Button, CloseButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api.js';
import { undoLastAct } from '../../api.cases.js';
import type { CaseState } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { useKeys } from '../../ui/use-keys.js';
import { caseStateWord } from '../worklist/words.js';
import { renewCase } from './renew-case.js';

export interface Act {
  caseId: string;
  personId: string;
  /** What was done, as a sentence without a name. */
  says: string;
  /** The state that undoing it leads back to. */
  backTo: CaseState;
  undoUntil: string;
  /** A message leaves when this is over: the last minute is counted. */
  countsDown?: boolean;
}

/** An act on something else than a case, which knows its own way back. */
export interface OwnAct {
  says: string;
  undoUntil: string;
  /** Answers the sentence that is said then. Throws `ApiProblem`. */
  undo: () => Promise<string>;
}

interface LastAct {
  did: (act: Act | OwnAct) => void;
}

const LastActContext = createContext<LastAct>({ did: () => undefined });
export const useLastAct = () => useContext(LastActContext);

/** A note that can be undone stays as long as it can matter at a glance; the key U works until the end of its time. */
const SHOWN_MS = 30_000;

/** The last thing done and its way back: shown across pages, because saving leads on to the next patient. */
export function LastActProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [act, setAct] = useState<Act | OwnAct | null>(null);
  const [isShown, setShown] = useState(false);
  const [note, setNote] = useState<string | null>(null);
  const isUndoing = useRef(false);

  const say = useCallback(
    (sentence: string) => {
      setNote(sentence);
      setShown(true);
      announce(sentence);
    },
    [announce],
  );

  const did = useCallback(
    (next: Act | OwnAct) => {
      setAct(next);
      setNote(null);
      setShown(true);
      announce(`${next.says} Press U to undo.`);
    },
    [announce],
  );

  const undo = useCallback(async () => {
    if (act === null || isUndoing.current || Date.parse(act.undoUntil) <= Date.now()) return;
    isUndoing.current = true;
    try {
      if ('undo' in act) {
        const says = await act.undo();
        setAct(null);
        say(says);
        return;
      }
      const answer = await undoLastAct(act.caseId);
      setAct(null);
      say(`Undone. The case is ${caseStateWord(answer.case.state).toLowerCase()} again.`);
      void navigate(`/patients/${act.personId}`);
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'nothing_to_undo') setAct(null);
      say(problem instanceof ApiProblem ? problem.message : 'That could not be undone.');
    } finally {
      isUndoing.current = false;
      if ('personId' in act) renewCase(client, act.personId);
    }
  }, [act, client, navigate, say]);

  useKeys({ u: () => void undo() });

  useEffect(() => {
    if (!isShown) return;
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isShown, act, note]);

  const lastAct = useMemo(() => ({ did }), [did]);
  return (
    <LastActContext value={lastAct}>
      {children}
      {isShown && (act !== null || note !== null) && (
        <aside className="kw-toast" aria-label="What was done last">
          <span>{note ?? act?.says}</span>
          {act !== null && note === null && <UndoButton act={act} onUndo={() => void undo()} />}
          <CloseButton size="sm" aria-label="Put this note away" onClick={() => setShown(false)} />
        </aside>
      )}
    </LastActContext>
  );
}

function UndoButton({ act, onUndo }: { act: Act | OwnAct; onUndo: () => void }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((Date.parse(act.undoUntil) - now) / 1000);
  const countsDown = 'countsDown' in act && act.countsDown === true;
  if (left <= 0) return countsDown ? <span className="kw-quiet">On its way.</span> : null;
  return (
    <Button size="compact-sm" variant="default" onClick={onUndo} title="Key: U">
      {'backTo' in act ? `Undo, back to ${caseStateWord(act.backTo).toLowerCase()}` : 'Undo'}
      {countsDown && left <= 60 && <span className="kw-number">&nbsp;· {left} s</span>}
    </Button>
  );
}
