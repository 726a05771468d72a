import type { BacktestRun } from '../../api.backtests.js';
import { percentText } from '../../ui/shares.js';
import { Signal } from '../../ui/signal.js';

/** Whether a run waits, how far it is, or how it ended. */
export function RunState({ run: { state, progress } }: { run: BacktestRun }) {
  if (state === 'asked') return <Signal tone="quiet">Waits for its turn</Signal>;
  if (state === 'running') return <Signal tone="wait">Running, {percentText(progress)}</Signal>;
  if (state === 'cancelled') return <Signal tone="quiet">Called off</Signal>;
  return state === 'done' ? <Signal tone="good">Done</Signal> : <Signal tone="wrong">Could not be done</Signal>;
}
