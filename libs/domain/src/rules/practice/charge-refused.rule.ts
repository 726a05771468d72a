import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatMoment } from '../evidence.js';
import { failureFacts, seriesOf, unpaidOf, type Series } from '../memberships/failed-charges.js';
import { askEach, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

const REFUSED = 'R21';

/** Tells of a refused charge as soon as the source does: the days of quiet retries that R21 leaves are watched (S4-04). */
export const chargeRefused: Rule = {
  id: 'P03',
  name: 'CHARGE_REFUSED',
  version: 1,
  kind: 'W',
  class: 'S2',
  says: 'A recurring charge was refused and is being tried again.',
  practiceRule: true,
  startsOff: true,
  startsIn: ['MB', 'DPC', 'PR'],
  defaults: { after: '0 d' },
  restsOn: ['payment', 'membership'],
  restsOnEvents: 'a charge that was refused',
  after: [REFUSED],
  prepare(parameters) {
    const days = daysOf(this.id, 'after', parameters.after);
    return (timeline, asOf, earlier) =>
      askEach(seriesOf(timeline, asOf), 'No recurring charge on record.', (series) => {
        const isCounted = earlier.some(({ rule, episode }) => rule === REFUSED && episode === series.episode);
        if (isCounted) return { because: 'answered', says: 'Refused for days: R21 lists it.' };
        return ask(this, timeline, series, days, asOf);
      });
  },
};

function ask(rule: Rule, timeline: Timeline, series: Series, days: number, asOf: AsOf): Finding | Silence {
  const unpaid = unpaidOf(series);
  if ('because' in unpaid) return unpaid;
  const { failedAt, why, tries } = unpaid;
  const { opening } = timeline;
  const failed = formatMoment(opening, failedAt);
  const since = days === 0 ? failedAt : opening.zone.startOf(opening.zone.dayOf(failedAt) + days);
  if (!asOf.reached(since)) return { because: 'waiting', says: `Refused on ${failed}, tried ${tries}.` };
  return recordFinding(rule, timeline, {
    episode: series.episode,
    since,
    reason: `A charge of the ${series.what} was refused on ${failed} (${why}); tried ${tries}, not paid yet.`,
    facts: failureFacts(timeline, unpaid),
    checked: ['no charge succeeded at or after the failure'],
    clearsWhen: 'A charge that succeeds, or the end of the membership.',
    parameters: { after: `${days} d` },
  });
}
