import { Alert, Button, Group, NumberInput, Select, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Practice, PracticeChange } from '../../api.outreach.types.js';
import { Section } from '../../ui/section.js';
import { isSpecialty, SPECIALTIES, specialtyWords } from './specialties.js';
import { useChangePractice } from './use-settings.js';

type Draft = Omit<Practice, 'id' | 'currency' | 'demo'>;

const PLACE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** What is as it was is left out; what was emptied is forgotten. */
export function practiceChanges(practice: Practice, draft: Draft): PracticeChange {
  const changes = Object.entries(draft).flatMap(([name, value]) => {
    const wanted: unknown = typeof value === 'string' && value.trim() === '' ? null : value;
    const before: unknown = practice[name as keyof Practice];
    return JSON.stringify(wanted) === JSON.stringify(before) ? [] : [[name, wanted] as const];
  });
  return Object.fromEntries(changes);
}

/** Where the practice is, how it signs its messages, who gets its report. */
export function PracticeForm({ practice }: { practice: Practice }) {
  const { id: _id, currency: _currency, demo: _demo, ...stored } = practice;
  const [draft, setDraft] = useState<Draft>(stored);
  const save = useChangePractice();
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  const set = <K extends keyof Draft>(field: K, value: Draft[K]) =>
    setDraft((before) => ({ ...before, [field]: value }));
  const text = (field: 'name' | 'place' | 'senderName' | 'postalAddress' | 'phone') => ({
    name: field,
    value: draft[field] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
  });
  const place = draft.place ?? '';
  const placeProblem = place !== '' && !PLACE.test(place) ? 'A code such as GB-ENG, US-KY or IE.' : undefined;
  const changes = practiceChanges(practice, draft);
  return (
    <Section title="Practice">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(changes);
        }}
      >
        <Stack gap="md" maw={620}>
          <TextInput label="Name" required maxLength={120} {...text('name')} />
          <Select
            label="Time zone"
            description="Every date of this practice is written in it."
            required
            data={zones}
            searchable
            limit={60}
            value={draft.timezone}
            onChange={(zone) => zone !== null && set('timezone', zone)}
          />
          <TextInput
            label="Place"
            description="Decides the hours of contact: a code such as GB-ENG, US-KY or IE. While it is not stated the strictest hours hold."
            maxLength={6}
            error={placeProblem}
            {...text('place')}
          />
          <Select
            label="Specialty"
            description="Which playbook the practice starts from."
            data={SPECIALTIES.map((value) => ({ value, label: specialtyWords(value) }))}
            clearable
            value={draft.specialty}
            onChange={(specialty) => set('specialty', isSpecialty(specialty) ? specialty : null)}
          />
          <TextInput
            label="Name in messages"
            description="How the practice calls itself in texts and emails."
            maxLength={60}
            {...text('senderName')}
          />
          <TextInput label="Telephone in messages" type="tel" maxLength={30} {...text('phone')} />
          <Textarea
            label="Postal address"
            description="Stands under every email; sending cannot be turned on without it."
            autosize
            minRows={2}
            maxLength={300}
            {...text('postalAddress')}
          />
          <TagsInput
            label="Who gets the weekly report"
            description="Email addresses; press Enter after each. The mail names no patient."
            maxTags={20}
            value={draft.reportRecipients}
            onChange={(recipients) => set('reportRecipients', recipients)}
            clearable
          />
          <NumberInput
            label="Days in which payments count as recovered"
            description="From the returning visit on."
            min={1}
            max={365}
            allowDecimal={false}
            value={draft.attributionDays}
            onChange={(days) => set('attributionDays', Number(days))}
          />
          <NumberInput
            label="Patients the team can contact in a day"
            description="The day’s list then has so many places, most worthwhile first; who finds none waits. Empty: the list has no end."
            min={1}
            max={5000}
            allowDecimal={false}
            placeholder="no limit"
            value={draft.dayCapacity ?? ''}
            onChange={(capacity) => set('dayCapacity', capacity === '' ? null : Number(capacity))}
          />
          <NumberInput
            label="Minutes a patient stays in one person’s hand"
            min={2}
            max={60}
            allowDecimal={false}
            value={draft.claimMinutes}
            onChange={(minutes) => set('claimMinutes', Number(minutes))}
          />
          {save.isError && (
            <Alert color="red" variant="light" role="alert">
              {save.error.message}
            </Alert>
          )}
          {save.isSuccess && Object.keys(changes).length === 0 && <Text role="status">Saved.</Text>}
          <Group>
            <Button
              type="submit"
              aria-label="Save: Practice"
              loading={save.isPending}
              disabled={Object.keys(changes).length === 0 || placeProblem !== undefined || draft.name.trim() === ''}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
