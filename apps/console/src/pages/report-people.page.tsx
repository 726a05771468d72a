import { Link, useParams, useSearchParams } from 'react-router';
import { ApiProblem } from '../api.js';
import type { ReportPart } from '../api.reports.types.js';
import { TiersOf } from '../features/care/tiers-of.js';
import { definitionOf } from '../features/reports/definitions.js';
import { useReport, useReportPeople } from '../features/reports/use-reports.js';
import { numbersOf, weekText } from '../features/reports/words.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients } from '../features/session/roles.js';
import { IconUsers } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

/** Who is behind one number of a closed week. */
export default function ReportPeoplePage() {
  const { reportId = '' } = useParams();
  const [address] = useSearchParams();
  const mayLook = useSeesPatients();
  const part: ReportPart = address.get('part') === 'denominator' ? 'denominator' : 'numerator';
  if (!mayLook) {
    return (
      <Page title="Who is behind a number">
        <NotAllowed>Reports are read by those who work the list and by auditors.</NotAllowed>
      </Page>
    );
  }
  return <People reportId={reportId} metric={address.get('metric') ?? ''} part={part} />;
}

function People({ reportId, metric, part }: { reportId: string; metric: string; part: ReportPart }) {
  const report = useReport(reportId);
  const people = useReportPeople(reportId, metric, part);
  const isGone = people.error instanceof ApiProblem && [400, 404].includes(people.error.status);
  if (isGone || metric === '') return <NotFoundPage />;
  const week = report.data?.report;
  const number = week && numbersOf(week).find(({ id }) => id === metric);
  const meaning = number && definitionOf(number.metric);
  const says = meaning && (part === 'denominator' ? meaning.denominator : meaning.numerator);
  return (
    <Page
      title={number?.label ?? 'Who is behind a number'}
      tabTitle="Who is behind a number"
      back={{
        to: `/reports/${reportId}`,
        label: week ? `Week of ${weekText(week.period.firstDay, week.period.lastDay)}` : 'The report',
      }}
      lead={says ?? undefined}
    >
      {people.isPending ? (
        <LoadingBars rows={6} height={40} label="Loading the people" />
      ) : people.isError && people.data === undefined ? (
        <ErrorState error={people.error} onRetry={() => void people.refetch()} />
      ) : people.data.items.length === 0 ? (
        <div className="kw-card">
          <EmptyState icon={<IconUsers size={26} stroke={1.6} />} title="Nobody is behind it">
            The number counts nobody in this week.
          </EmptyState>
        </div>
      ) : (
        <div className="kw-card">
          <p className="kw-padded kw-quiet">
            {people.data.total.toLocaleString('en-GB')} {people.data.total === 1 ? 'person' : 'people'}, with the names
            of today.
            {people.data.total > people.data.items.length &&
              ` The first ${people.data.items.length.toLocaleString('en-GB')} are shown.`}{' '}
            One person can stand behind a number more than once.
          </p>
          <ul className="kw-plain kw-people">
            {people.data.items.map(({ personId, name }) => (
              <li key={personId}>
                {name === null ? (
                  <span className="kw-none">no longer on record</span>
                ) : (
                  <>
                    <Link to={`/patients/${personId}`}>{name}</Link> <TiersOf personId={personId} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Page>
  );
}
