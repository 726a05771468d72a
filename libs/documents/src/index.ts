export { auditPdf, type AuditWords } from './audit-pdf.js';
export { reportCsv } from './report-csv.js';
export { reportHtml } from './report-html.js';
export { reportMail, type ReportMail } from './report-mail.js';
export type { ReportNames } from './report-names.js';
export { reportPdf } from './report-pdf.js';
