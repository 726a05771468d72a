import { Alert, Button, Code, CopyButton, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ChannelSetting } from '../../api.outreach.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { SettingsFields } from '../connections/settings-fields.js';
import { draftProblems, initialDraft, type Draft } from '../connections/settings-schema.js';
import { channelChange, PROVIDERS } from './providers.js';
import { usePutChannel } from './use-settings.js';

const TITLES: Record<ChannelSetting['channel'], string> = { sms: 'Texts', email: 'Emails' };

/** By whom one kind of message goes. Secrets go in and are never shown. */
export function ChannelForm({ channel }: { channel: ChannelSetting }) {
  const forms = PROVIDERS[channel.channel];
  const [provider, setProvider] = useState(channel.provider);
  const form = forms.find((one) => one.provider === provider) ?? forms[0]!;
  const isStored = form.provider === channel.provider;
  const [draft, setDraft] = useState<Draft>(() => initialDraft(form.schema, channel.settings));
  const secretsSet = isStored ? channel.secretsSet : [];
  const problems = draftProblems(form.schema, draft, secretsSet);
  const save = usePutChannel(channel.channel);
  const choose = (next: string) => {
    const chosen = forms.find((one) => one.provider === next);
    if (chosen === undefined) return;
    setProvider(chosen.provider);
    setDraft(initialDraft(chosen.schema, chosen.provider === channel.provider ? channel.settings : {}));
    save.reset();
  };
  return (
    <Section
      title={TITLES[channel.channel]}
      aside={
        channel.changedAt !== null && (
          <>
            changed <Moment at={channel.changedAt} />
          </>
        )
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(channelChange(form, draft));
        }}
      >
        <Stack gap="md" maw={620}>
          <Radio.Group label="By whom" value={provider} onChange={choose}>
            <Stack gap={8} mt={6}>
              {forms.map(({ provider: value, name, means }) => (
                <Radio key={value} value={value} label={name} description={means} />
              ))}
            </Stack>
          </Radio.Group>
          <SettingsFields
            schema={form.schema}
            draft={draft}
            problems={hasTouched(draft) ? problems : {}}
            secretsSet={secretsSet}
            onChange={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
          {save.isError && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          {save.isSuccess && <Text role="status">Saved.</Text>}
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={Object.keys(problems).length > 0}
              aria-label={`Save: ${TITLES[channel.channel]}`}
            >
              Save
            </Button>
          </Group>
          {isStored && channel.hooks !== null && <Hooks hooks={channel.hooks} />}
        </Stack>
      </form>
    </Section>
  );
}

const hasTouched = (draft: Draft) => Object.values(draft).some((value) => typeof value === 'string' && value !== '');

function Hooks({ hooks }: { hooks: NonNullable<ChannelSetting['hooks']> }) {
  return (
    <div className="kw-check">
      <p>
        Enter these addresses at the provider, so that it can say what became of a text and hand on what patients
        answer.
      </p>
      <Hook label="What patients answer" address={hooks.inbound} />
      <Hook label="What became of a text" address={hooks.status} />
    </div>
  );
}

function Hook({ label, address }: { label: string; address: string }) {
  return (
    <div>
      <div className="kw-quiet">{label}</div>
      <Code block tabIndex={0}>
        {address}
      </Code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" onClick={copy} aria-label={`Copy: ${label}`}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
