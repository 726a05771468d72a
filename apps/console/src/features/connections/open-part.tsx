import type { Connection, ConnectionDetail, ConnectorInfo } from '../../api.types.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { Capabilities } from './capabilities.js';
import { ConnectionSettings } from './connection-settings.js';
import { Drift } from './drift.js';
import { Inbox } from './inbox.js';
import { NoteContacts } from './note-contacts.js';
import { Overview } from './overview.js';
import type { ConnectionPart } from './parts.js';
import { Placeholders } from './placeholders.js';
import { Quarantine } from './quarantine.js';
import { RecordLookUp } from './record-look-up.js';
import { RotateCredentials } from './rotate-credentials.js';
import { Runs } from './runs.js';
import { SmallerSource } from './smaller-source.js';
import { SourceCompare } from './source-compare.js';
import { StatusWords } from './status-words.js';
import { useConnectors } from './use-connections.js';
import { Ways } from './ways.js';
import { Writes } from './writes.js';

interface OpenPartProps {
  part: ConnectionPart;
  connection: Connection | ConnectionDetail;
  mayManage: boolean;
}

/** What stands on one tab of the connection's page. */
export function OpenPart({ part, connection, mayManage }: OpenPartProps) {
  const connectionId = connection.id;
  const connectors = useConnectors();
  const connector = connectors.data?.find((one) => one.id === connection.connector);
  switch (part) {
    case 'overview':
      return <Overview connectionId={connectionId} />;
    case 'runs':
      return <Runs connectionId={connectionId} />;
    case 'data':
      return (
        <>
          <SmallerSource connectionId={connectionId} mayManage={mayManage} />
          {mayManage && <RecordLookUp connectionId={connectionId} />}
          <SourceCompare connectionId={connectionId} isPaused={connection.state === 'paused'} mayManage={mayManage} />
          <Drift connectionId={connectionId} />
        </>
      );
    case 'words':
      return (
        <>
          <StatusWords connectionId={connectionId} />
          <Placeholders connectionId={connectionId} />
        </>
      );
    case 'aside':
      return <Quarantine connectionId={connectionId} />;
    case 'ways':
      return (
        <>
          <Ways connectionId={connectionId} manifest={connector?.manifest ?? null} />
          <Inbox connectionId={connectionId} />
        </>
      );
    case 'written':
      return (
        <>
          {connectors.isSuccess && 'settings' in connection && (
            <NoteContacts connection={connection} manifest={connector?.manifest ?? null} />
          )}
          <Writes connectionId={connectionId} />
        </>
      );
    case 'settings':
      return connectors.isPending ? (
        <LoadingBars rows={4} height={72} label="Loading the settings" />
      ) : connectors.isError && connectors.data === undefined ? (
        <ErrorState error={connectors.error} onRetry={() => void connectors.refetch()} />
      ) : connector === undefined || !('settings' in connection) ? (
        <Section title="Settings">
          <p className="kw-quiet kw-flat">
            The connector “{connection.connector}” is not part of this installation: its settings cannot be shown.
          </p>
        </Section>
      ) : (
        <Settings connection={connection} connector={connector} />
      );
  }
}

function Settings({ connection, connector }: { connection: ConnectionDetail; connector: ConnectorInfo }) {
  return (
    <>
      <Capabilities manifest={connector.manifest} />
      <RotateCredentials connection={connection} connector={connector} />
      <ConnectionSettings connection={connection} connector={connector} />
    </>
  );
}
