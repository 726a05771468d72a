import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getConnections } from '../../api.js';
import type { WorklistPage } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { useNow } from '../../ui/now.js';
import { Signal } from '../../ui/signal.js';
import { connectionHealth } from '../connections/health.js';
import { useLive } from '../live/live-updates.js';

/** How old each source is, and which rules wait because of it: always in sight. */
export function FreshnessBar({ freshness }: { freshness: WorklistPage['freshness'] | null }) {
  const connections = useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => getConnections(signal) });
  const { connected } = useLive();
  const now = useNow();
  const waiting = freshness?.waitingRules ?? [];
  return (
    <div className="kw-freshness" role="group" aria-label="How fresh the data is">
      {connections.data?.map((connection) => {
        const health = connectionHealth(connection, now);
        return (
          <span key={connection.id} className="kw-freshness-source">
            <Signal tone={health.tone}>
              <Anchor component={Link} to={`/connections/${connection.id}`} inherit c="inherit" underline="hover">
                {connection.name}
              </Anchor>
            </Signal>
            <span className="kw-quiet">
              {connection.lastSuccessAt === null ? (
                health.word
              ) : (
                <>
                  {health.tone !== 'good' && `${health.word} · `}
                  <Moment at={connection.lastSuccessAt} />
                </>
              )}
            </span>
          </span>
        );
      })}
      {connections.data?.length === 0 && <Signal tone="quiet">No source connected yet</Signal>}
      {waiting.length > 0 && (
        <Signal tone="wait">
          {waiting.length === 1 ? 'Rule' : 'Rules'} {waiting.join(', ')} {waiting.length === 1 ? 'waits' : 'wait'} for
          fresh data
        </Signal>
      )}
      {!connected && <Signal tone="wait">Live updates are interrupted; reconnecting</Signal>}
    </div>
  );
}
