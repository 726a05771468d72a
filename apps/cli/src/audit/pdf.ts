import { auditPdf } from '@keepwell/documents';
import type { AuditReport } from './audit-report.js';
import { blindness, count, metricValue, metricWords, plural, sentence, STATE_WORDS, STATES_SHOWN } from './wording.js';

/** The audit on paper: the same words as on the page. */
export function printPdf(report: AuditReport): Promise<Buffer> {
  const { source } = report;
  return auditPdf(report, {
    blindness: blindness(report),
    states: STATES_SHOWN.map((state) => ({ state, label: STATE_WORDS[state].label })),
    metricLabel: metricWords,
    metricValue,
    ruleLabel: sentence,
    data: [
      `${source.connector}: ${count(source.read)} read, ${count(source.applied)} applied, ${count(source.unchanged)} repeated, ${count(source.quarantined)} put aside`,
      ...source.putAside.map(
        ({ code, count: number, example }) =>
          `${plural(number, 'row')} put aside (${sentence(code).toLowerCase()}): ${example}`,
      ),
      ...source.notes,
    ],
  });
}
