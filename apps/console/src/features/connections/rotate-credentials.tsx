import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rotateCredentials } from '../../api.sources.js';
import type { ConnectionDetail, ConnectorInfo } from '../../api.types.js';
import { Section } from '../../ui/section.js';
import { CheckReport } from './check-report.js';
import { SettingsFields } from './settings-fields.js';
import { draftSettings, initialDraft, withoutFields, type Draft } from './settings-schema.js';

/** New secrets alone: tried before the old ones are forgotten. */
export function RotateCredentials({
  connection,
  connector,
}: {
  connection: ConnectionDetail;
  connector: ConnectorInfo;
}) {
  const open = Object.entries(connector.settings.properties).flatMap(([field, { secret }]) => (secret ? [] : [field]));
  const { anyOf: _ways, required: _required, ...schema } = withoutFields(connector.settings, open);
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => initialDraft(schema));
  const settings = draftSettings(schema, draft);
  const rotate = useMutation({
    mutationFn: () => rotateCredentials(connection.id, settings),
    onSuccess: async ({ rotated }) => {
      if (!rotated) return;
      setDraft(initialDraft(schema));
      await Promise.all(
        ['connection', 'connections', 'health'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  if (Object.keys(schema.properties).length === 0) return null;
  return (
    <Section title="New credentials" aside="tried before the old ones are forgotten">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rotate.mutate();
        }}
      >
        <Stack gap="md" maw={620}>
          <SettingsFields
            schema={schema}
            draft={draft}
            problems={{}}
            secretsSet={connection.secretsSet}
            onChange={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
          {rotate.isError && (
            <Alert color="red" variant="light" role="alert">
              {rotate.error.message}
            </Alert>
          )}
          {rotate.isSuccess && (
            <>
              <Text role="status">
                {rotate.data.rotated
                  ? 'The new credentials work and are in use.'
                  : 'The other side did not take them: the old ones still stand.'}
              </Text>
              {!rotate.data.rotated && <CheckReport result={rotate.data.check} />}
            </>
          )}
          <Button
            type="submit"
            w="fit-content"
            loading={rotate.isPending}
            disabled={Object.keys(settings).length === 0}
          >
            Try and use them
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
