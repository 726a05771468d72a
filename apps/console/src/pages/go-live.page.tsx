import { BeginForm } from '../features/go-live/begin-form.js';
import { useGoLive } from '../features/go-live/use-go-live.js';
import { WeekPanel } from '../features/go-live/week-panel.js';
import { useSeesPatients } from '../features/session/roles.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useHasRole } from '../features/session/use-session.js';
import { IconCircleCheck } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function GoLivePage() {
  const seesPatients = useSeesPatients();
  const isAdmin = useHasRole('admin');
  const goLive = useGoLive();
  if (!seesPatients) {
    return (
      <Page title="Shadow week">
        <NotAllowed>The list is judged by those who work it.</NotAllowed>
      </Page>
    );
  }
  return (
    <Page
      title="Shadow week"
      back={{ to: '/rules', label: 'Rules' }}
      lead="The list is judged by the team before the first message leaves."
    >
      {goLive.isPending ? (
        <LoadingBars rows={3} height={96} label="Loading the shadow week" />
      ) : goLive.isError ? (
        <ErrorState error={goLive.error} onRetry={() => void goLive.refetch()} />
      ) : goLive.data.week !== null ? (
        <WeekPanel week={goLive.data.week} />
      ) : (
        <>
          <div className="kw-card">
            <EmptyState icon={<IconCircleCheck size={26} stroke={1.6} />} title="This practice is live">
              No shadow week is under way: messages may leave where sending is on.{' '}
              {!isAdmin && 'An admin of this practice can begin a shadow week.'}
            </EmptyState>
          </div>
          {isAdmin && <BeginForm />}
        </>
      )}
    </Page>
  );
}
