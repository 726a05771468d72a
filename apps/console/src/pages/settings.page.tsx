import { Link } from 'react-router';
import { Experiments } from '../features/experiments/experiments.js';
import { ChannelForm } from '../features/settings/channel-form.js';
import { PracticeFacts } from '../features/settings/practice-facts.js';
import { PracticeForm } from '../features/settings/practice-form.js';
import { useChannels, usePractice } from '../features/settings/use-settings.js';
import { useHasRole } from '../features/session/use-session.js';
import { useSeesPatients } from '../features/session/roles.js';
import { Page } from '../ui/page.js';
import { ErrorState, LoadingBars } from '../ui/states.js';

export default function SettingsPage() {
  const isAdmin = useHasRole('admin');
  const seesOutbox = useSeesPatients();
  const practice = usePractice();
  return (
    <Page
      title="Settings"
      lead={
        <>
          Where the practice is, how it signs its messages, and by whom they go. What patients are promised stands in
          the <Link to="/settings/care">programs and tiers</Link>.
          {seesOutbox && (
            <>
              {' '}
              Sending is turned on and off in the <Link to="/outbox">outbox</Link>.
            </>
          )}
        </>
      }
    >
      {practice.isPending ? (
        <LoadingBars rows={6} height={64} label="Loading the settings" />
      ) : practice.isError && practice.data === undefined ? (
        <ErrorState error={practice.error} onRetry={() => void practice.refetch()} />
      ) : isAdmin ? (
        <PracticeForm practice={practice.data} />
      ) : (
        <PracticeFacts practice={practice.data} />
      )}
      <Experiments />
      <Channels />
    </Page>
  );
}

function Channels() {
  const mayChange = useHasRole('admin', 'integrator');
  const channels = useChannels(mayChange);
  if (!mayChange) return null;
  if (channels.isPending) return <LoadingBars rows={2} height={96} label="Loading the channels" />;
  if (channels.isError && channels.data === undefined) {
    return <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />;
  }
  return channels.data.map((channel) => (
    <ChannelForm key={`${channel.channel} ${channel.changedAt}`} channel={channel} />
  ));
}
