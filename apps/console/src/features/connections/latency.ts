import type { Connection } from '../../api.types.js';
import { durationText } from '../../ui/dates.js';

const MINUTE_S = 60;
const DAY_S = 86_400;

/** How long a change in the other system takes to be read here, or why that is not known. */
export function latencySentence({ latency, latencyMissing }: Pick<Connection, 'latency' | 'latencyMissing'>): string {
  if (latency !== null) {
    const { medianSeconds, p95Seconds, changes } = latency;
    const measured =
      changes === 1
        ? 'one change measured'
        : `median of ${changes.toLocaleString('en-GB')} changes; 95 of 100 within ${atMost(p95Seconds)}`;
    return `A change there is read here within ${atMost(medianSeconds)} (${measured}). The list follows each read at once.`;
  }
  if (latencyMissing === 'no_change') {
    return 'No appointment has changed there since the first read, so how long a change takes to be read is not measured yet.';
  }
  if (latencyMissing === 'no_clock') {
    return 'What changes there carries no time of change, or one ahead of our clock, so how long a change takes to be read cannot be measured.';
  }
  return 'How long a change there takes to be read is measured once the first read has ended.';
}

/** "Within" is a promise: rounded up, to what `durationText` shows. */
function atMost(seconds: number): string {
  const unit = seconds < MINUTE_S ? 1 : seconds < DAY_S ? MINUTE_S : DAY_S;
  return durationText(Math.ceil(seconds / unit) * unit);
}
