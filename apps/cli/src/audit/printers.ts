import { UsageWrong } from '../failure.js';
import type { AuditReport } from './audit-report.js';

/** Text, or the bytes of a document. */
export type AuditPrinter = (report: AuditReport) => string | Promise<Buffer>;

/** Each form is loaded only when it is asked for. */
export async function auditPrinter(format: string): Promise<AuditPrinter> {
  switch (format) {
    case 'json':
      return (report) => `${JSON.stringify(report, null, 2)}\n`;
    case 'html':
      return (await import('./html.js')).printHtml;
    case 'pdf':
      return (await import('./pdf.js')).printPdf;
    case 'text':
      return (await import('./text.js')).printText;
    default:
      throw new UsageWrong(`there is no format "${format}"`);
  }
}
