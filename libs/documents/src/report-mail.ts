import type { WeeklyReport } from '@keepwell/domain';
import { escapeHtml as e } from './markup.js';
import { fractionText, headlineNumbers, standingText, valueText, weekText } from './wording.js';

export interface ReportMail {
  /** Says nothing that anybody who sees a notification may not know. */
  subject: string;
  text: string;
  html: string;
}

/**
 * A few totals and the way to the whole report: mail is read on many screens. No patient, no coordinator, no name of a place
 * but the practice's own. `link` is null where the console's address is not known.
 */
export function reportMail(report: WeeklyReport, practiceName: string, link: string | null): ReportMail {
  const lines = headlineNumbers(report).map((number) => {
    const fraction = fractionText(number);
    const value = valueText(number.value, number.unit, report.currency);
    return { label: number.label, value: fraction === '' ? value : `${value} (${fraction})` };
  });
  const [closing] = report.notes;
  const text = [
    `${practiceName}: ${weekText(report)}`,
    '',
    ...lines.map(({ label, value }) => `${label}: ${value}`),
    '',
    standingText(report),
    ...(closing === undefined ? [] : [closing]),
    ...(link === null ? ['The whole report is in Keepwell.'] : ['', `The whole report: ${link}`]),
    '',
  ].join('\n');
  const rows = lines.map(
    ({ label, value }) =>
      `<tr><td style="padding:4px 16px 4px 0">${e(label)}</td><td style="padding:4px 0;text-align:right"><strong>${e(value)}</strong></td></tr>`,
  );
  const way =
    link === null
      ? 'The whole report is in Keepwell.'
      : `<a href="${e(link)}" style="color:#0b6b62">The whole report</a>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Retention report</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1d2327">
<p>${e(practiceName)}<br>${e(weekText(report))}</p>
<table role="presentation" style="border-collapse:collapse">${rows.join('')}</table>
<p style="color:#5a646b">${e(standingText(report))}${closing === undefined ? '' : ` ${e(closing)}`}</p>
<p>${way}</p></body></html>
`;
  return { subject: 'Your weekly retention report', text, html };
}
