import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { BookingSystem, UpcomingVisit, VisitWanted } from '../../api.types.js';
import { instantOf } from '../../ui/dates.js';
import { useZone } from '../../ui/zone.js';
import { useDraft } from '../work/drafts.js';
import { visitText } from './write-sentence.js';

interface VisitDraft {
  connectionId: string;
  date: string;
  time: string;
  minutes: string;
  practitionerId: string;
  serviceId: string;
  locationId: string;
  note: string;
}
const EMPTY: VisitDraft = {
  ...{
    connectionId: '',
    date: '',
    time: '',
    minutes: '30',
    practitionerId: '',
    serviceId: '',
    locationId: '',
    note: '',
  },
};
const LENGTHS = ['15', '20', '30', '45', '60', '90'].map((value) => ({ value, label: `${value} minutes` }));

interface BookingFormProps {
  caseId: string;
  systems: BookingSystem[];
  /** The visit to be moved; null: a new one. */
  moves: UpcomingVisit | null;
  isAsking: boolean;
  disabled: boolean;
  /** `done` forgets what was typed. */
  onAsk: (wanted: VisitWanted, done: () => void) => void;
  onLeave: () => void;
}

/** A visit as the other system wants it. Whether it may be made is asked of the server, which knows the rules. */
export function BookingForm({ caseId, systems, moves, isAsking, disabled, onAsk, onLeave }: BookingFormProps) {
  const zone = useZone();
  const { draft, change, clear } = useDraft(caseId, 'book', EMPTY);
  const able = systems.filter(
    ({ kinds, connectionId }) => kinds.includes('book') && (moves === null || connectionId === moves.connectionId),
  );
  const system = able.find(({ connectionId }) => connectionId === draft.connectionId) ?? able[0];
  if (system === undefined) return null;
  const isReady = draft.date !== '' && draft.time !== '';
  const submit = () => {
    if (!isReady) return;
    const startsAt = instantOf(draft.date, draft.time, zone);
    const endsAt = new Date(Date.parse(startsAt) + Number(draft.minutes) * 60_000).toISOString();
    const { practitionerId, serviceId, locationId } = draft;
    const known = (id: string, among: { id: string }[]) => among.some((one) => one.id === id);
    const note = draft.note.trim();
    onAsk(
      {
        ...(moves === null ? { kind: 'book' } : { kind: 'reschedule', appointmentId: moves.id }),
        ...{ connectionId: system.connectionId, startsAt, endsAt },
        ...(known(practitionerId, system.practitioners) ? { practitionerId } : {}),
        ...(known(serviceId, system.services) ? { serviceId } : {}),
        ...(known(locationId, system.locations) ? { locationId } : {}),
        ...(note === '' ? {} : { note }),
      },
      clear,
    );
  };
  return (
    <form
      className="kw-route"
      aria-label={moves === null ? 'A new visit' : `Move the visit of ${visitText(moves, zone)}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {moves !== null && (
        <p>
          The visit of {visitText(moves, zone)} is cancelled once the new one stands.{' '}
          <Button size="compact-sm" variant="subtle" onClick={onLeave}>
            Leave it where it is
          </Button>
        </p>
      )}
      {able.length > 1 && (
        <NativeSelect
          label="In which system"
          data={able.map(({ connectionId, name }) => ({ value: connectionId, label: name }))}
          value={system.connectionId}
          onChange={(event) => change({ connectionId: event.currentTarget.value })}
        />
      )}
      <TextInput
        type="date"
        label="Day of the visit"
        value={draft.date}
        onChange={(event) => change({ date: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        label="Time of the visit"
        description={`By the clocks of ${zone}.`}
        value={draft.time}
        onChange={(event) => change({ time: event.currentTarget.value })}
      />
      <NativeSelect
        label="Length"
        data={LENGTHS}
        value={draft.minutes}
        onChange={(event) => change({ minutes: event.currentTarget.value })}
      />
      <Among
        label="With whom"
        among={system.practitioners}
        chosen={draft.practitionerId}
        onChoose={(practitionerId) => change({ practitionerId })}
      />
      <Among
        label="What for"
        among={system.services}
        chosen={draft.serviceId}
        onChoose={(serviceId) => change({ serviceId })}
      />
      <Among
        label="Where"
        among={system.locations}
        chosen={draft.locationId}
        onChoose={(locationId) => change({ locationId })}
      />
      <TextInput
        label="Note for the practice"
        description={`Stands in ${system.name} beside the visit.`}
        maxLength={500}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <Button type="submit" loading={isAsking} disabled={disabled || !isReady}>
        {moves === null ? `Book in ${system.name}` : `Move in ${system.name}`}
      </Button>
      {!isReady && <p className="kw-quiet">Say the day and the time.</p>}
    </form>
  );
}

interface AmongProps {
  label: string;
  among: { id: string; name: string | null }[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Among({ label, among, chosen, onChoose }: AmongProps) {
  if (among.length === 0) return null;
  const data = [{ value: '', label: 'Not said' }, ...among.map(({ id, name }) => ({ value: id, label: name ?? id }))];
  return (
    <NativeSelect
      label={label}
      data={data}
      value={data.some(({ value }) => value === chosen) ? chosen : ''}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
