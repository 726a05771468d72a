import type { Manifest } from '../../api.sources.types.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { wayWords } from './capability-words.js';
import { UploadFiles } from './upload-files.js';
import { useWays } from './use-source.js';

interface WaysProps {
  connectionId: string;
  /** Null: its connector does not say how data comes. */
  manifest: Manifest | null;
}

/** How data comes in: the door for files and the address the other system calls, where this connection has them. */
export function Ways({ connectionId, manifest }: WaysProps) {
  const ways = useWays(connectionId);
  return (
    <Section title="Ways in" aside={manifest?.waysIn.map(wayWords).join(', ')}>
      {ways.isPending ? (
        <LoadingBars rows={1} height={52} label="Loading the ways in" />
      ) : ways.isError && ways.data === undefined ? (
        <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />
      ) : ways.data.webhookUrl === null && !ways.data.takesFiles ? (
        <p className="kw-quiet kw-flat">
          Nothing is to be set up in the other system: it neither calls us nor hands over files here.
        </p>
      ) : (
        <>
          {ways.data.takesFiles && <UploadFiles connectionId={connectionId} />}
          {ways.data.webhookUrl !== null && (
            <p className="kw-flat">
              Address to be called at a change: <code className="kw-id">{ways.data.webhookUrl}</code>
              {ways.data.webhookProblem !== null && (
                <span className="kw-wrong kw-block">{ways.data.webhookProblem}</span>
              )}
            </p>
          )}
        </>
      )}
    </Section>
  );
}
