import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { askEach, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';
import { failureFacts, seriesOf, unpaidOf, type Series } from './failed-charges.js';

/** A recurring charge failed and was not made good: quiet retries first, people from the third day on (RC 4, Q63). */
export const paymentFailed: Rule = {
  id: 'R21',
  name: 'PAYMENT_FAILED',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'A recurring payment failed and has not been made good.',
  startsOff: true,
  startsIn: ['MB', 'DPC', 'PR'],
  defaults: { after: '3 d' },
  restsOn: ['payment', 'membership'],
  restsOnEvents: 'a charge that was refused',
  prepare(parameters) {
    const days = daysOf(this.id, 'after', parameters.after);
    return (timeline, asOf) =>
      askEach(seriesOf(timeline, asOf), 'No recurring charge on record.', (series) =>
        ask(this, timeline, series, days, asOf),
      );
  },
};

function ask(rule: Rule, timeline: Timeline, series: Series, days: number, asOf: AsOf): Finding | Silence {
  const unpaid = unpaidOf(series);
  if ('because' in unpaid) return unpaid;
  const { failures, failedAt, why, tries } = unpaid;
  const { zone } = timeline.opening;
  const day = zone.dayOf(failedAt);
  const since = zone.startOf(day + days);
  if (!asOf.reached(since)) {
    return { because: 'waiting', says: `Failed on ${formatDate(day)}: quiet retries for ${days} days.` };
  }
  return recordFinding(rule, timeline, {
    episode: series.episode,
    since,
    reason: `A charge of the ${series.what} failed on ${formatDate(day)} (${why}); tried ${tries}, not paid since.`,
    facts: failureFacts(timeline, unpaid),
    checked: ['no charge succeeded at or after the failure'],
    clearsWhen: 'A charge that succeeds, or the end of the membership.',
    parameters: { after: `${days} d`, failures: failures.length },
  });
}
