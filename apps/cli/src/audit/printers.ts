import { UsageWrong } from '../failure.js';
import type { AuditReport } from './audit-report.js';

/** Each form is loaded only when it is asked for. */
export async function auditPrinter(format: string): Promise<(report: AuditReport) => string> {
  switch (format) {
    case 'json':
      return (report) => `${JSON.stringify(report, null, 2)}\n`;
    case 'html':
      return (await import('./html.js')).printHtml;
    case 'text':
      return (await import('./text.js')).printText;
    default:
      throw new UsageWrong(`there is no format "${format}"`);
  }
}
