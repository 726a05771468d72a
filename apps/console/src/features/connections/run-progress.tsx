import { Loader } from '@mantine/core';
import type { RunProgress as Running } from '../live/live-updates.js';

/**
 * How far a running sync has come: what the whole run has read. No share of a total, because the total that comes with it
 * is that of the stream being read.
 */
export function RunProgress({ run }: { run: Running }) {
  return (
    <div className="kw-run-progress" role="status">
      <Loader size={14} aria-hidden />
      <span>
        Reading: <strong className="kw-number">{run.read.toLocaleString('en-GB')}</strong> records so far
      </span>
    </div>
  );
}
