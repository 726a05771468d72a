import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { getRecord } from '../../api.sources.js';
import type { RecordKindAsked, RecordView } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { recordKindWord } from '../patient/words.js';
import { RawBlock } from './raw-text.js';

const KINDS: RecordKindAsked[] = [
  'patient',
  'appointment',
  'plan',
  'service',
  'practitioner',
  'location',
  'recall',
  'package',
  'membership',
  'program',
  'invoice',
  'payment',
  'score',
  'consent',
  'communication',
];
const kindOf = (value: string) => KINDS.find((kind) => kind === value) ?? 'patient';
const written = (data: unknown) => JSON.stringify(data, null, 2);

/** One record as it stands here beside what the source handed over. Who looked is written down; nothing of it is kept. */
export function RecordLookUp({ connectionId }: { connectionId: string }) {
  const [kind, setKind] = useState<RecordKindAsked>('patient');
  const [id, setId] = useState('');
  const find = useMutation({ mutationFn: () => getRecord(connectionId, kind, id.trim()), gcTime: 0 });
  return (
    <Section title="Look up a record" aside="that you looked is written down with your name">
      <form
        className="kw-inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== '') find.mutate();
        }}
      >
        <NativeSelect
          label="Kind"
          value={kind}
          onChange={(event) => setKind(kindOf(event.currentTarget.value))}
          data={KINDS.map((value) => ({ value, label: recordKindWord(value) }))}
        />
        <TextInput
          label="Id in the source"
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button type="submit" mt="auto" disabled={id.trim() === ''} loading={find.isPending}>
          Look up
        </Button>
      </form>
      {find.isError && (
        <Alert color="red" variant="light" role="alert" mt="md">
          {find.error.message}
        </Alert>
      )}
      {find.isSuccess && <Found record={find.data} />}
    </Section>
  );
}

function Found({ record }: { record: RecordView }) {
  const { current, handedOver, versions, absentSince } = record;
  return (
    <div role="status">
      <p className="kw-quiet">
        Stream <code className="kw-id">{record.stream}</code>, read <Moment at={current.observedAt} show="exact" />,{' '}
        {versions.length === 1 ? '1 version' : `${versions.length} versions`}
        {current.goneAt !== null && (
          <>
            , deleted there <Moment at={current.goneAt} show="exact" />
          </>
        )}
        {absentSince !== null && (
          <>
            , not brought any more since <Moment at={absentSince} show="exact" />
          </>
        )}
      </p>
      <div className="kw-beside">
        <div>
          <h3 className="kw-subhead">As it stands here</h3>
          <RawBlock label="As it stands here" text={written(current.data)} />
        </div>
        <div>
          <h3 className="kw-subhead">As the source wrote it</h3>
          {handedOver === null ? (
            <p className="kw-quiet">The journal holds it no longer.</p>
          ) : handedOver.raw === null ? (
            <>
              <p className="kw-quiet">
                The source’s own text is kept no longer; this is what the connector handed over.
              </p>
              <RawBlock label="As the connector handed it over" text={written(handedOver.data)} />
            </>
          ) : (
            <RawBlock label="As the source wrote it" text={handedOver.raw} />
          )}
        </div>
      </div>
    </div>
  );
}
