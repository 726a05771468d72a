import type { Period } from '../audit/period.js';
import type { AsOf } from '../timeline/as-of.js';
import { engagement } from './engagement.js';
import type { Counting, FigureCount } from './figure.js';
import { funnel } from './funnel.js';
import { leakSigns } from './leak-signs.js';
import { memberTenure } from './member-tenure.js';
import { programMonths } from './program-months.js';

/** What an audit and a report show beside the metrics of RC 2: where people are lost, how long they stay, what leaks. */
export function practiceFigures(period: Period, asOf: AsOf, counting: Counting): FigureCount[] {
  return [
    funnel(period, asOf, counting),
    programMonths(asOf, counting),
    memberTenure(asOf, counting),
    leakSigns(period, asOf, counting),
    engagement(asOf, counting),
  ];
}
