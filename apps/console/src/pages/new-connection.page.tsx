import { Alert, Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { addConnection, checkSettings } from '../api.js';
import type { ConnectorInfo } from '../api.types.js';
import { CheckReport } from '../features/connections/check-report.js';
import { SettingsFields } from '../features/connections/settings-fields.js';
import { draftProblems, draftSettings, initialDraft, type Draft } from '../features/connections/settings-schema.js';
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
  const chosen = connectors.data?.find((connector) => connector.id === chosenId);
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
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {chosen !== undefined && <NewConnectionForm key={chosen.id} connector={chosen} />}
    </Page>
  );
}

const DEFAULT_POLL_SECONDS = 300;

export function NewConnectionForm({ connector }: { connector: ConnectorInfo }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(connector.name);
  const [pollSeconds, setPollSeconds] = useState(DEFAULT_POLL_SECONDS);
  const [draft, setDraft] = useState<Draft>(() => initialDraft(connector.settings));
  const [wasTried, setWasTried] = useState(false);
  const problems = draftProblems(connector.settings, draft);
  const settings = draftSettings(connector.settings, draft);
  const check = useMutation({ mutationFn: () => checkSettings(connector.id, settings) });
  const add = useMutation({
    mutationFn: () => addConnection({ connector: connector.id, name: name.trim(), settings, pollSeconds }),
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: ['connections'] });
      await navigate(`/connections/${connection.id}`);
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
          <SettingsFields
            schema={connector.settings}
            draft={draft}
            problems={wasTried ? problems : {}}
            onChange={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
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
            <Button variant="default" loading={check.isPending} onClick={() => whenComplete(() => check.mutate())}>
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
