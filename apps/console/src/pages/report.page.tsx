import { Button } from '@mantine/core';
import { useParams } from 'react-router';
import { ApiProblem } from '../api.js';
import { reportFileAddress } from '../api.reports.js';
import type { Report, ReportFormat, WeeklyReport } from '../api.reports.types.js';
import { ReportView } from '../features/reports/report-view.js';
import { useReport } from '../features/reports/use-reports.js';
import { weekText } from '../features/reports/words.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients } from '../features/session/roles.js';
import { IconDownload, IconPrinter } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import { ZoneProvider } from '../ui/zone.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: '/reports', label: 'Weekly reports' };
const FORMATS: { format: ReportFormat; label: string }[] = [
  { format: 'pdf', label: 'PDF' },
  { format: 'csv', label: 'CSV' },
  { format: 'html', label: 'HTML' },
];

export default function ReportPage() {
  const { reportId = '' } = useParams();
  if (useSeesPatients()) return <OneReport key={reportId} id={reportId} />;
  return (
    <Page title="Weekly report" back={BACK}>
      <NotAllowed>Reports are read by those who work the list and by auditors.</NotAllowed>
    </Page>
  );
}

function OneReport({ id }: { id: string }) {
  const report = useReport(id);
  if (report.error instanceof ApiProblem && [400, 404].includes(report.error.status)) return <NotFoundPage />;
  if (report.data === undefined) {
    return (
      <Page title="Weekly report" back={BACK}>
        {report.isError ? (
          <ErrorState error={report.error} onRetry={() => void report.refetch()} />
        ) : (
          <LoadingBars rows={6} height={80} label="Loading the report" />
        )}
      </Page>
    );
  }
  const { report: week, location } = report.data;
  return (
    <Page
      title={`Week of ${weekText(week.period.firstDay, week.period.lastDay)}`}
      tabTitle="Weekly report"
      back={BACK}
      lead={weekLead(week, location?.name ?? null)}
      actions={<Documents id={id} />}
    >
      <ZoneProvider value={week.timezone}>
        <Frozen report={report.data} />
        <ReportView report={week} reportId={id} />
        <Deliveries report={report.data} />
      </ZoneProvider>
    </Page>
  );
}

/** Where, by which clock, and how long the week was when its clocks changed. */
export function weekLead({ period, timezone }: WeeklyReport, location: string | null): string {
  const usual = period.hours === 168 ? '' : `; ${period.hours} hours long, because the clocks changed`;
  return `${location ?? 'Whole practice'} · Monday 00:00 to Monday 00:00, ${timezone}${usual}`;
}

function Documents({ id }: { id: string }) {
  return (
    <>
      {FORMATS.map(({ format, label }) => (
        <Button
          key={format}
          component="a"
          href={reportFileAddress(id, format)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
          aria-label={`Download as ${label}`}
        >
          {label}
        </Button>
      ))}
      <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
        Print
      </Button>
    </>
  );
}

function Frozen({ report: { hash, report, builtAt } }: { report: Report }) {
  return (
    <p className="kw-frozen">
      <Signal tone="good">Frozen</Signal> as of <Moment at={report.asOf} show="exact" />: what was recorded later
      changes nothing here. Made <Moment at={builtAt} show="exact" />. Fingerprint <code className="kw-id">{hash}</code>
    </p>
  );
}

function Deliveries({ report: { deliveries } }: { report: Report }) {
  if (deliveries.length === 0) return null;
  return (
    <Section title="Mailed to" padded={false}>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">To whom this report was mailed</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">How it ended</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={`${delivery.toAddress} ${delivery.at}`}>
              <td data-label="Address">{delivery.toAddress}</td>
              <td data-label="How it ended">
                <Signal tone={delivery.state === 'accepted' ? 'good' : 'wrong'}>
                  {delivery.state === 'accepted' ? 'Taken' : 'Failed'}
                </Signal>
                {delivery.errorSays !== null && <div className="kw-quiet">{delivery.errorSays}</div>}
              </td>
              <td data-label="When">
                <Moment at={delivery.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
