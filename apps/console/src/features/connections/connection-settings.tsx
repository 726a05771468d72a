import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { changeConnection, removeConnection } from '../../api.js';
import type { ConnectionDetail, ConnectorInfo } from '../../api.types.js';
import { Section } from '../../ui/section.js';
import { mayShare, PatientsFrom } from './patients-from.js';
import { SettingsFields } from './settings-fields.js';
import { draftProblems, draftSettings, initialDraft, type Draft } from './settings-schema.js';

/** Changes a connection that exists. Secrets are never shown; an empty field keeps the stored one. */
export function ConnectionSettings({
  connection,
  connector,
}: {
  connection: ConnectionDetail;
  connector: ConnectorInfo;
}) {
  const client = useQueryClient();
  const [name, setName] = useState(connection.name);
  const [pollSeconds, setPollSeconds] = useState(connection.pollSeconds);
  const [patientsFrom, setPatientsFrom] = useState(connection.patientsFrom);
  const [draft, setDraft] = useState<Draft>(() => initialDraft(connector.settings, connection.settings));
  const problems = draftProblems(connector.settings, draft, connection.secretsSet);
  const save = useMutation({
    mutationFn: () =>
      changeConnection(connection.id, {
        name: name.trim(),
        settings: draftSettings(connector.settings, draft),
        ...(pollSeconds === connection.pollSeconds ? {} : { pollSeconds }),
        ...(patientsFrom === connection.patientsFrom ? {} : { patientsFrom }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['connections'] });
      await client.invalidateQueries({ queryKey: ['connection', connection.id] });
    },
  });
  return (
    <Section title="Settings" aside={connector.name}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md" maw={620}>
          <TextInput
            label="Name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NumberInput
            label="Read every … seconds"
            min={15}
            max={86_400}
            allowDecimal={false}
            value={pollSeconds}
            onChange={(value) => setPollSeconds(Number(value))}
          />
          {(mayShare(connector) || connection.patientsFrom !== null) && (
            <PatientsFrom ownId={connection.id} value={patientsFrom} onChange={setPatientsFrom} />
          )}
          <SettingsFields
            schema={connector.settings}
            draft={draft}
            problems={problems}
            secretsSet={connection.secretsSet}
            onChange={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
          {save.isError && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          {save.isSuccess && <Text role="status">Saved.</Text>}
          <Group justify="space-between">
            <Button
              type="submit"
              loading={save.isPending}
              disabled={name.trim() === '' || Object.keys(problems).length > 0}
            >
              Save
            </Button>
            <RemoveConnection connection={connection} />
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function RemoveConnection({ connection }: { connection: ConnectionDetail }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeConnection(connection.id),
    onSuccess: async () => {
      await navigate('/connections');
      await client.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        Remove this connection
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title="Remove this connection?"
        closeButtonProps={{ 'aria-label': 'Keep it' }}
      >
        <Text>
          Keepwell stops reading <strong>{connection.name}</strong> and forgets its credentials.
        </Text>
        {remove.isError && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {remove.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(false)}>
            Keep it
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </Group>
      </Modal>
    </>
  );
}
