import type { ReportNumber, WeeklyReport } from '@keepwell/domain';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import { reportMail } from './report-mail.js';
import { reportPdf } from './report-pdf.js';
import { differenceText, money, valueText } from './wording.js';

const number = (id: string, given: Partial<ReportNumber> = {}): ReportNumber => ({
  ...{ id, metric: id.split('.')[0] ?? id, label: id, variant: 'locked', span: 'week' },
  ...{ numerator: 2, denominator: null, value: 2, unit: 'count', says: null },
  ...given,
});

const report: WeeklyReport = {
  ...{ schema: 1, kind: 'week', variant: 'locked', locationId: null, timezone: 'Europe/London', currency: 'GBP' },
  period: {
    ...{ from: '2025-03-24T00:00:00.000Z', to: '2025-03-30T23:00:00.000Z' },
    ...{ firstDay: '2025-03-24', lastDay: '2025-03-30', hours: 167 },
  },
  ...{ asOf: '2025-03-30T23:00:00.000Z', knownBy: '2025-03-31T05:00:00.000Z' },
  ...{ attributionDays: 90, majorityAgeYears: 18, liveSince: '2025-01-01T00:00:00.000Z' },
  sections: [
    {
      id: 'list',
      title: 'Off track',
      numbers: [
        number('off_track_start.start'),
        number('conversations.week'),
        number('attempts.week'),
        number('next_booked_rate.week', { numerator: 1, denominator: 3, value: 1 / 3, unit: 'share' }),
        number('recovered_revenue.week', { numerator: 123_450, value: 123_450, unit: 'money' }),
        number('closed.lost.week', {
          label: '=HYPERLINK("x")',
          value: null,
          numerator: null,
          says: 'Nothing to tell <b>',
        }),
      ],
    },
  ],
  coordinators: [
    { userId: 'u1', conversations: 3, attempts: 9, nextBooked: { numerator: 2, denominator: 3, value: 2 / 3 } },
  ],
  dropOff: [
    { visit: 1, atRisk: 10, dropped: 1, discharged: 0, cumulativeDropOff: 0.1 },
    { visit: 3, atRisk: 8, dropped: 1, discharged: 1, cumulativeDropOff: 0.2125 },
  ],
  baseline: {
    takenAt: '2025-01-01T09:00:00.000Z',
    comparisons: [
      {
        ...{ metric: 'arrival_rate', label: 'Show rate', unit: 'share', difference: -0.031 },
        baseline: { numerator: 80, denominator: 100, value: 0.8 },
        now: { numerator: 769, denominator: 1000, value: 0.769 },
      },
    ],
  },
  notes: ['No connected source tells of leads.'],
};
const names = { practice: 'Harbour & Sons', location: null, staff: new Map([['u1', 'Robin <Reed>']]) };

describe('the documents of a report', () => {
  it('S2-02 the page shows each number with how many of how many, and quotes the baseline', () => {
    const html = reportHtml(report, names);
    for (const text of [
      '33.3 %',
      '1 / 3',
      'GBP 1,234.50',
      'not known',
      '80.0 % (80 / 100)',
      '−3.1 points',
      '24 March 2025',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).toContain('The audit of 1 Jan 2025, 09:00');
    expect(html).toContain('do not change afterwards');
  });

  it('S3-43 draws the curve of where people leave, and says it in words', () => {
    expect(reportHtml(report, names)).toMatch(/<svg [^>]*aria-label="[^"]*after visit 3: 21\.3 %"/);
  });

  it('asks nobody for anything, and takes what was typed as text', () => {
    const html = reportHtml(report, names);
    expect(html.match(/(?:src|href|url)\s*[=(]/g)).toBeNull();
    expect(html).not.toMatch(/<script|<b>|<Reed>/);
    expect(html).toContain('Harbour &amp; Sons');
    expect(html).toContain('Robin &lt;Reed&gt;');
  });

  it('S0-26 S0-27 the page puts conversations first, and says that attempts are no goal', () => {
    const html = reportHtml(report, names);
    expect(html.indexOf('Conversations</th>')).toBeLessThan(html.indexOf('Attempts</th>'));
    expect(html).toContain('Attempts are context and no goal');
    expect(html.slice(0, html.indexOf('</header>'))).not.toMatch(/attempt/i);
  });

  it('the PDF is made in this process', async () => {
    const pdf = await reportPdf(report, names);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.subarray(-8).toString()).toContain('%%EOF');
    expect(pdf.length).toBeGreaterThan(10_000);
  });

  it('the table makes text of what a spreadsheet would run', () => {
    const csv = reportCsv(report, names);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv).toContain('list,next_booked_rate.week,next_booked_rate.week,locked,week,1,3,0.3333333333333333,share,');
    expect(csv).toContain('minor units of GBP');
  });

  it('the mail names nobody, and its subject says nothing', () => {
    const mail = reportMail(report, names.practice, 'https://keepwell.example/reports/1');
    expect(mail.subject).toBe('Your weekly retention report');
    expect(mail.text).toContain('recovered_revenue.week: GBP 1,234.50');
    expect(mail.text).toContain('https://keepwell.example/reports/1');
    for (const part of [mail.text, mail.html]) expect(part).not.toContain('Robin');
    expect(reportMail(report, names.practice, null).text).toContain('The whole report is in Keepwell.');
  });

  it.each([
    [money(-5, 'GBP'), '−GBP 0.05'],
    [money(5000, 'JPY'), 'JPY 5,000.00'],
    [valueText(null, 'share', null), 'not known'],
    [valueText(3.14159, 'average', null), '3.1'],
    [differenceText(0.0001, 'share'), '±0.0 points'],
    [differenceText(0.5, 'average'), '+0.5'],
  ])('writes %s', (text, expected) => expect(text).toBe(expected));
});
