import type { FigureSection } from '../figures/figure.js';
import type { ReportSection, ReportSpan } from './report.js';
import type { Sheet } from './sheet.js';

/** Looked at over all time, as it stands when the period ends. */
const AT_END = ['program_lost', 'members_left', 'engagement_level', 'engagement_retained'];

/** The same figures as in an audit, over the twelve weeks or as they stand at the end. */
export function figureSection(sheet: Sheet, { id, title, figures }: FigureSection): ReportSection {
  const spanOf = (metric: string): ReportSpan => (AT_END.includes(metric) ? 'end' : 'weeks_12');
  return {
    id,
    title,
    numbers: figures.map((figure) => sheet.number({ ...figure, span: spanOf(figure.metric) })),
  };
}
