import { Alert, Button, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addConnection, checkSettings } from '../api.js';
import type { Connection, ConnectorInfo } from '../api.types.js';
import { CheckReport } from '../features/connections/check-report.js';
import { FirstSync } from '../features/connections/first-sync.js';
import { GivesLine } from '../features/connections/gives-line.js';
import { mayShare, PatientsFrom } from '../features/connections/patients-from.js';
import { SettingsFields } from '../features/connections/settings-fields.js';
import {
  draftProblems,
  draftSettings,
  initialDraft,
  withoutFields,
  type Draft,
} from '../features/connections/settings-schema.js';
import { useConnectors, useMayManage } from '../features/connections/use-connections.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { ErrorState, LoadingBars } from '../ui/states.js';

const BACK = { to: '/connections', label: 'Connections' };

export default function NewConnectionPage() {
  if (useMayManage()) return <NewConnection />;
  return (
    <Page title="Connect a source" back={BACK}>
      <NotAllowed>An integrator or admin of this practice can connect a source. Ask one of them.</NotAllowed>
    </Page>
  );
}

function NewConnection() {
  const connectors = useConnectors();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [added, setAdded] = useState<Added | null>(null);
  const chosen = connectors.data?.find((connector) => connector.id === chosenId);
  if (added !== null) {
    return (
      <Page title="Connect a source" back={BACK} lead="Connected; what follows is the first read.">
        <FirstSync connection={added.connection} takesFiles={added.uploads} />
      </Page>
    );
  }
  return (
    <Page title="Connect a source" back={BACK}>
      {connectors.isPending ? (
        <LoadingBars rows={2} height={80} label="Loading the kinds of source" />
      ) : connectors.isError ? (
        <ErrorState error={connectors.error} onRetry={() => void connectors.refetch()} />
      ) : (
        <fieldset className="kw-choices">
          <legend>What kind of source is it?</legend>
          {connectors.data.map((connector) => (
            <label
              key={connector.id}
              className="kw-card kw-choice"
              data-chosen={connector.id === chosenId || undefined}
            >
              <input
                type="radio"
                name="connector"
                value={connector.id}
                checked={connector.id === chosenId}
                onChange={() => setChosenId(connector.id)}
              />
              <span>
                <strong>{connector.name}</strong>
                <span className="kw-quiet">{connector.description}</span>
                <GivesLine manifest={connector.manifest} />
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {chosen !== undefined && <NewConnectionForm key={chosen.id} connector={chosen} onAdded={setAdded} />}
    </Page>
  );
}

const DEFAULT_POLL_SECONDS = 300;

interface Added {
  connection: Connection;
  uploads: boolean;
}

interface FormProps {
  connector: ConnectorInfo;
  onAdded: (added: Added) => void;
}

/** The server makes a folder for uploads; the field that names one then has nothing to say. */
const folderFields = ({ settings }: ConnectorInfo) =>
  Object.entries(settings.properties).flatMap(([field, { format }]) => (format === 'folder' ? [field] : []));

export function NewConnectionForm({ connector, onAdded }: FormProps) {
  const client = useQueryClient();
  const [name, setName] = useState(connector.name);
  const [pollSeconds, setPollSeconds] = useState(DEFAULT_POLL_SECONDS);
  const [draft, setDraft] = useState<Draft>(() => initialDraft(connector.settings));
  const [wasTried, setWasTried] = useState(false);
  const folders = folderFields(connector);
  const mayUpload = folders.length > 0 && connector.manifest?.waysIn.includes('file') === true;
  const [uploads, setUploads] = useState(false);
  const [patientsFrom, setPatientsFrom] = useState<string | null>(null);
  const schema = uploads ? withoutFields(connector.settings, folders) : connector.settings;
  const problems = draftProblems(schema, draft);
  const settings = draftSettings(schema, draft);
  const check = useMutation({ mutationFn: () => checkSettings(connector.id, settings) });
  const add = useMutation({
    mutationFn: () =>
      addConnection({
        connector: connector.id,
        name: name.trim(),
        settings,
        pollSeconds,
        ...(uploads ? { uploads } : {}),
        ...(patientsFrom === null ? {} : { patientsFrom }),
      }),
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: ['connections'] });
      onAdded({ connection, uploads });
    },
  });
  /** Problems are shown once somebody has tried, not while the form is still empty. */
  const whenComplete = (act: () => void) => {
    setWasTried(true);
    if (Object.keys(problems).length === 0 && name.trim() !== '') act();
  };
  return (
    <Section title="Settings" aside={connector.name}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          whenComplete(() => add.mutate());
        }}
      >
        <Stack gap="md" maw={620}>
          <TextInput
            label="Name"
            description="As your team will see it beside the data it brings."
            required
            maxLength={100}
            error={wasTried && name.trim() === '' ? 'This is needed.' : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {mayUpload && (
            <Switch
              label="Files will be uploaded here"
              description="For exports that nobody drops into a folder of this server. The first file is asked for in the next step."
              checked={uploads}
              onChange={(event) => setUploads(event.currentTarget.checked)}
            />
          )}
          <SettingsFields
            schema={schema}
            draft={draft}
            problems={wasTried ? problems : {}}
            onChange={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
          {mayShare(connector) && <PatientsFrom value={patientsFrom} onChange={setPatientsFrom} />}
          <NumberInput
            label="Read every … seconds"
            min={15}
            max={86_400}
            allowDecimal={false}
            value={pollSeconds}
            onChange={(value) => setPollSeconds(Number(value))}
          />
          {(check.error ?? add.error) !== null && (
            <Alert color="red" variant="light" role="alert">
              {(check.error ?? add.error)?.message}
            </Alert>
          )}
          {check.data !== undefined && <CheckReport result={check.data} />}
          <Group>
            <Button
              variant="default"
              disabled={uploads}
              title={uploads ? 'There is nothing to test before the first file.' : undefined}
              loading={check.isPending}
              onClick={() => whenComplete(() => check.mutate())}
            >
              Test
            </Button>
            <Button type="submit" loading={add.isPending}>
              Connect
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
