import { useSearchParams } from 'react-router';
import { ReportView } from '../features/reports/report-view.js';
import { useCurrentReport } from '../features/reports/use-reports.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients } from '../features/session/roles.js';
import { IconChartBar } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';
import { ZoneProvider } from '../ui/zone.js';
import { weekLead } from './report.page.js';

export default function CurrentReportPage() {
  const mayLook = useSeesPatients();
  const [address] = useSearchParams();
  const locationId = address.get('locationId');
  return mayLook ? (
    <ThisWeek locationId={locationId} />
  ) : (
    <Page title="This week so far">
      <NotAllowed>Reports are read by those who work the list and by auditors.</NotAllowed>
    </Page>
  );
}

function ThisWeek({ locationId }: { locationId: string | null }) {
  const current = useCurrentReport(locationId);
  const report = current.data?.report;
  return (
    <Page
      title="This week so far"
      back={{ to: locationId === null ? '/reports' : `/reports?locationId=${locationId}`, label: 'Weekly reports' }}
      lead={report && weekLead(report, current.data?.location?.name ?? null)}
    >
      {current.isPending ? (
        <LoadingBars rows={6} height={80} label="Counting the week so far" />
      ) : current.isError && current.data === undefined ? (
        <ErrorState error={current.error} onRetry={() => void current.refetch()} />
      ) : !report ? (
        <div className="kw-card">
          <EmptyState icon={<IconChartBar size={26} stroke={1.6} />} title="There is nothing to count yet">
            {current.data.says ?? 'Nothing is known of this week yet.'}
          </EmptyState>
        </div>
      ) : (
        <ZoneProvider value={report.timezone}>
          <p className="kw-frozen">
            <Signal tone="wait">Live</Signal> counted <Moment at={report.asOf} show="exact" />. It changes until the
            week is closed; who is behind a number can be opened from then on.
          </p>
          <ReportView report={report} reportId={null} />
        </ZoneProvider>
      )}
    </Page>
  );
}
