import { Section } from '../../ui/section.js';
import { UploadFiles } from './upload-files.js';
import { useWays } from './use-source.js';

/** The address the other system calls, and the door for files: only where this connection has them. */
export function Ways({ connectionId }: { connectionId: string }) {
  const { data } = useWays(connectionId);
  if (data === undefined || (data.webhookUrl === null && !data.takesFiles)) return null;
  return (
    <Section title="Ways in">
      {data.takesFiles && <UploadFiles connectionId={connectionId} />}
      {data.webhookUrl !== null && (
        <p className="kw-flat">
          Address to be called at a change: <code className="kw-id">{data.webhookUrl}</code>
          {data.webhookProblem !== null && <span className="kw-wrong kw-block">{data.webhookProblem}</span>}
        </p>
      )}
    </Section>
  );
}
