import { Progress } from '@mantine/core';
import type { RunProgress as Running } from '../live/live-updates.js';

/** How far a running sync has come; without a known total only what was read. */
export function RunProgress({ run }: { run: Running }) {
  const read = run.read.toLocaleString('en-GB');
  const share = run.total === null || run.total === 0 ? null : Math.min(100, Math.round((100 * run.read) / run.total));
  return (
    <div className="kw-run-progress" role="status">
      <span>
        Reading: <strong className="kw-number">{read}</strong>
        {run.total === null ? ' records so far' : ` of ${run.total.toLocaleString('en-GB')} records`}
      </span>
      <Progress value={share ?? 100} animated={share === null} aria-label="Share of the records read" />
    </div>
  );
}
