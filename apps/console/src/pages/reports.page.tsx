import { Button, Select } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { ReportRow } from '../api.reports.types.js';
import { useReports } from '../features/reports/use-reports.js';
import { weekText } from '../features/reports/words.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients } from '../features/session/roles.js';
import { IconChartBar } from '../ui/icons.js';
import { MoneyAmount } from '../ui/money.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

const NOT_YET =
  'The first report is made soon after the practice’s first source was read, of the last complete week; then one each Monday at 06:00 in the practice’s zone.';
const ID = /^[\w-]{1,64}$/;

export default function ReportsPage() {
  const mayLook = useSeesPatients();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('locationId');
  const locationId = asked !== null && ID.test(asked) ? asked : null;
  const reports = useReports(locationId, mayLook);
  const rows = reports.data?.pages.flatMap((page) => page.items) ?? [];
  const first = reports.data?.pages[0];
  const locations = first?.locations ?? [];
  return (
    <Page
      title="Weekly reports"
      tabTitle="Reports"
      lead={
        <>
          What came onto the list, what was done, who came back. A closed week never changes.
          {first !== undefined && (
            <>
              {' '}
              The next one closes <Moment at={first.nextAt} planned />.
            </>
          )}
        </>
      }
      actions={
        locations.length > 1 && (
          <Select
            aria-label="Location"
            data={[
              { value: '', label: 'Whole practice' },
              ...locations.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={locationId ?? ''}
            allowDeselect={false}
            onChange={(next) => setAddress(next === null || next === '' ? {} : { locationId: next })}
          />
        )
      }
    >
      {!mayLook ? (
        <NotAllowed>Reports are read by those who work the list and by auditors.</NotAllowed>
      ) : (
        <>
          <ThisWeek locationId={locationId} />
          {reports.isPending ? (
            <LoadingBars rows={4} height={64} label="Loading the reports" />
          ) : reports.isError && rows.length === 0 ? (
            <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
          ) : rows.length === 0 ? (
            <div className="kw-card">
              <EmptyState icon={<IconChartBar size={26} stroke={1.6} />} title="No week is closed yet">
                {first?.says ?? NOT_YET}
              </EmptyState>
            </div>
          ) : (
            <div className="kw-card">
              <Weeks rows={rows} />
              {reports.hasNextPage && (
                <div className="kw-more">
                  <Button
                    variant="subtle"
                    loading={reports.isFetchingNextPage}
                    onClick={() => void reports.fetchNextPage()}
                  >
                    Earlier weeks
                  </Button>
                </div>
              )}
            </div>
          )}
        </>
      )}
    </Page>
  );
}

function ThisWeek({ locationId }: { locationId: string | null }) {
  return (
    <div className="kw-card kw-padded kw-this-week">
      <div>
        <Signal tone="wait">Live</Signal> <strong>This week so far</strong>{' '}
        <span className="kw-quiet">counted when you open it; it changes until the week is closed</span>
      </div>
      <Link to={locationId === null ? '/reports/current' : `/reports/current?locationId=${locationId}`}>
        Open this week so far
      </Link>
    </div>
  );
}

function Weeks({ rows }: { rows: ReportRow[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Closed weeks, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Week</th>
          {[
            'Off track at the start',
            'Came on',
            'Booked',
            'Off track at the end',
            'Returned',
            'Recovered',
            'Conversations',
          ].map((label) => (
            <th scope="col" key={label} className="kw-end">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Week key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Week({ row }: { row: ReportRow }) {
  const { headline, currency } = row;
  const count = (label: string, value: number) => (
    <td data-label={label} className="kw-end kw-number">
      {value.toLocaleString('en-GB')}
    </td>
  );
  return (
    <tr>
      <td data-label="Week">
        <Link to={`/reports/${row.id}`} className="kw-row-link">
          {weekText(row.firstDay, row.lastDay)}
        </Link>
        <span className="kw-quiet">{row.location?.name ?? 'Whole practice'}</span>
      </td>
      {count('At the start', headline.offTrackStart)}
      {count('Came on', headline.cameOn)}
      {count('Booked', headline.booked)}
      {count('At the end', headline.offTrackEnd)}
      {count('Returned', headline.returned)}
      <td data-label="Recovered" className="kw-end">
        <MoneyAmount
          value={
            headline.recoveredMinor === null || currency === null
              ? null
              : { amountMinor: headline.recoveredMinor, currency }
          }
        />
      </td>
      {count('Conversations', headline.conversations)}
    </tr>
  );
}
