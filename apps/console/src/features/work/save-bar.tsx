import { Button } from '@mantine/core';
import { useId, type ReactNode, type Ref } from 'react';
import { useAnnounce } from '../../ui/announcer.js';

interface SaveBarProps {
  /** What is to be done before it can be saved; empty: ready. */
  missing: readonly string[];
  problem: string | null;
  isSaving: boolean;
  /** What saving does: "Save", "Snooze". */
  verb: string;
  /** Shown when nothing is missing. */
  ready?: ReactNode;
  onSave: (andNext: boolean) => void;
  first?: Ref<HTMLButtonElement>;
}

/** Saves and goes on, or saves and stays. Buttons that cannot be used yet say why instead of merely being grey. */
export function SaveBar({ missing, problem, isSaving, verb, ready, onSave, first }: SaveBarProps) {
  const id = useId();
  const announce = useAnnounce();
  const isReady = missing.length === 0;
  const submit = (andNext: boolean) => {
    if (isReady) onSave(andNext);
    else announce(missing.join(' '));
  };
  const button = { 'aria-disabled': !isReady, 'data-disabled': !isReady || undefined, 'aria-describedby': id };
  return (
    <div className="kw-save">
      <div id={id} className="kw-save-says">
        {problem !== null && <p className="kw-wrong">{problem}</p>}
        {isReady ? ready : missing.map((line) => <p key={line}>{line}</p>)}
      </div>
      <div className="kw-save-buttons">
        <Button ref={first} loading={isSaving} {...button} onClick={() => submit(true)}>
          {verb}, next patient
        </Button>
        <Button variant="default" disabled={isSaving} {...button} onClick={() => submit(false)}>
          {verb} and stay
        </Button>
      </div>
    </div>
  );
}

export const TAKE_IT_AGAIN = 'Take the patient in hand again to save this.';
