import type { AsOf } from '../../timeline/as-of.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatMoment } from '../evidence.js';
import { askOnce, recordFact, recordFinding } from '../record-finding.js';
import type { Rule } from '../rule.js';
import { windowEnd, windowNamed, type Window } from '../window.js';

/** Somebody wrote or called, and nobody has answered (RC 4, Q73). */
export const unansweredInbound: Rule = {
  id: 'R31',
  name: 'UNANSWERED_INBOUND',
  version: 1,
  kind: 'V',
  class: 'S1',
  says: 'A message or a missed call waits for a reply.',
  startsOff: true,
  defaults: { after: '1 BD' },
  restsOn: ['communication'],
  restsOnEvents: 'a message that came in',
  prepare(parameters) {
    const window = windowNamed(this.id, parameters, 'after');
    return (timeline, asOf) => {
      const waiting = ownRecords(timeline, 'communication', asOf)
        .filter(({ row }) => row.data.direction === 'in' && row.data.needsReply === true)
        .filter(({ row }) => asOf.reached(row.data.at) && !asOf.reached(row.data.repliedAt))
        .sort((one, other) => one.row.data.at - other.row.data.at);
      return askOnce(ask(this, timeline, waiting, window, asOf));
    };
  },
};

function ask(rule: Rule, timeline: Timeline, waiting: Seen<'communication'>[], window: Window, asOf: AsOf) {
  const { opening } = timeline;
  const late = waiting.flatMap((seen) => {
    const since = windowEnd(window, opening, opening.zone.dayOf(seen.row.data.at));
    return since !== null && asOf.reached(since) ? [{ seen, since }] : [];
  });
  const [oldest] = late;
  if (oldest === undefined) {
    if (waiting.length === 0) return { because: 'not_applicable' as const, says: 'Nothing waits for a reply.' };
    return { because: 'waiting' as const, says: `${window.text} after the message have not passed.` };
  }
  const told = formatMoment(opening, oldest.seen.row.data.at);
  const more = late.length > 1 ? ` (and ${late.length - 1} more)` : '';
  return recordFinding(rule, timeline, {
    episode: null,
    since: oldest.since,
    reason: `${describeChannel(oldest.seen)} of ${told} has had no reply${more}.`,
    facts: late.map(({ seen }) =>
      recordFact(
        'communication',
        seen,
        seen.row.data.at,
        `${describeChannel(seen)} of ${formatMoment(opening, seen.row.data.at)}`,
      ),
    ),
    checked: ['no reply on record'],
    clearsWhen: 'A reply.',
    parameters: { after: window.text },
  });
}

function describeChannel({ row }: Seen<'communication'>): string {
  const channel = row.data.channel?.trim().toLowerCase() ?? '';
  if (channel === 'call') return 'Call';
  return channel === '' ? 'Message' : `Message (${channel})`;
}
