import type { RunCounts, SyncRun } from '../../api.types.js';
import { durationText } from '../../ui/dates.js';
import { Moment } from '../../ui/moment.js';
import { Signal, type SignalTone } from '../../ui/signal.js';

const STATES: Record<SyncRun['state'], { tone: SignalTone; word: string }> = {
  running: { tone: 'quiet', word: 'Running' },
  ok: { tone: 'good', word: 'Done' },
  partial: { tone: 'wait', word: 'Done in part' },
  failed: { tone: 'wrong', word: 'Failed' },
};
const TRIGGERS: Record<SyncRun['trigger'], string> = { schedule: 'by schedule', manual: 'by hand', replay: 'replay' };

const number = (value: number) => value.toLocaleString('en-GB');

/** read = applied + unchanged + quarantined, always; a run that does not add up says so. */
export const reconciles = (counts: RunCounts) => counts.read === counts.applied + counts.unchanged + counts.quarantined;

export function RunTable({ runs }: { runs: SyncRun[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Sync runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Started</th>
          <th scope="col">Result</th>
          <th scope="col" className="kw-end">
            Read
          </th>
          <th scope="col" className="kw-end">
            Applied
          </th>
          <th scope="col" className="kw-end">
            Unchanged
          </th>
          <th scope="col" className="kw-end">
            Put aside
          </th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function Run({ run }: { run: SyncRun }) {
  const state = STATES[run.state];
  const seconds = run.finishedAt === null ? null : (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  return (
    <tr>
      <td data-label="Started">
        <Moment at={run.startedAt} /> <span className="kw-quiet">{TRIGGERS[run.trigger]}</span>
      </td>
      <td data-label="Result">
        <Signal tone={state.tone}>{state.word}</Signal>
        {run.problem !== null && <div className="kw-quiet">{run.problem}</div>}
        {run.state !== 'running' && !reconciles(run) && <div className="kw-wrong">The counts do not add up.</div>}
      </td>
      <td data-label="Read" className="kw-end kw-number">
        {number(run.read)}
      </td>
      <td data-label="Applied" className="kw-end kw-number">
        {number(run.applied)}
      </td>
      <td data-label="Unchanged" className="kw-end kw-number">
        {number(run.unchanged)}
      </td>
      <td data-label="Put aside" className="kw-end kw-number">
        {number(run.quarantined)}
      </td>
      <td data-label="Took" className="kw-number">
        {seconds === null ? '–' : seconds < 10 ? `${seconds.toFixed(1)} s` : durationText(seconds)}
      </td>
    </tr>
  );
}
