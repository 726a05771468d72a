import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import type { UpcomingVisit, VisitWanted } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useZone } from '../../ui/zone.js';
import { statusWords } from '../patient/words.js';
import { BookingForm } from './booking-form.js';
import { useAskForVisit, useBookingRoom } from './use-booking.js';
import { visitText } from './write-sentence.js';

interface BookingRouteProps {
  caseId: string;
  personId: string;
  isLost: boolean;
}

/** Booking, moving and cancelling in the system the patient's visits come from. Done is only what that system confirms. */
export function BookingRoute({ caseId, personId, isLost }: BookingRouteProps) {
  const room = useBookingRoom(caseId);
  const ask = useAskForVisit({ caseId, personId });
  const announce = useAnnounce();
  const [movesId, setMovesId] = useState<string | null>(null);
  if (room.isPending) return <LoadingBars rows={3} height={44} label="Loading what can be booked" />;
  if (room.isError) return <ErrorState error={room.error} onRetry={() => void room.refetch()} />;
  const { systems, upcoming, problems } = room.data;
  if (!systems.some(({ kinds }) => kinds.includes('book') || kinds.includes('cancel')))
    return <p className="kw-quiet">No system this patient is known to takes bookings from here: book there.</p>;

  const submit = (wanted: VisitWanted, done: () => void) =>
    ask.mutate(wanted, {
      onSuccess: ({ operations: [first] }) => {
        done();
        setMovesId(null);
        announce(`Asked of ${first?.connectionName ?? 'the other system'}. It is done once it is confirmed.`);
      },
      onError: (problem) => announce(problem.message),
    });
  const mayCancel = (visit: UpcomingVisit) =>
    systems.some(({ connectionId, kinds }) => connectionId === visit.connectionId && kinds.includes('cancel'));
  const moves = upcoming.find(({ id }) => id === movesId) ?? null;
  return (
    <div className="kw-route">
      {problems.length > 0 && <Refused sentences={problems} />}
      {ask.isError && <Refused sentences={sentencesOf(ask.error)} />}
      <Upcoming
        visits={upcoming}
        mayCancel={mayCancel}
        disabled={isLost || ask.isPending}
        onMove={setMovesId}
        onCancel={(appointmentId, reason) =>
          submit({ kind: 'cancel', appointmentId, ...(reason === '' ? {} : { reason }) }, () => undefined)
        }
      />
      <BookingForm
        key={movesId}
        caseId={caseId}
        systems={systems}
        moves={moves}
        isAsking={ask.isPending}
        disabled={isLost || problems.length > 0}
        onAsk={submit}
        onLeave={() => setMovesId(null)}
      />
    </div>
  );
}

const sentencesOf = (problem: Error): readonly string[] =>
  problem instanceof ApiProblem && problem.errors.length > 0 ? problem.errors : [problem.message];

/** Each rule that stands in the way, in its own words. */
function Refused({ sentences }: { sentences: readonly string[] }) {
  return (
    <div role="alert">
      <ul className="kw-wrong kw-plain" aria-label="Why it is not booked">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

interface UpcomingProps {
  visits: UpcomingVisit[];
  mayCancel: (visit: UpcomingVisit) => boolean;
  disabled: boolean;
  onMove: (id: string) => void;
  onCancel: (id: string, reason: string) => void;
}

function Upcoming({ visits, mayCancel, disabled, onMove, onCancel }: UpcomingProps) {
  const zone = useZone();
  const [cancels, setCancels] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  if (visits.length === 0) return <p className="kw-quiet">No visit is booked.</p>;
  return (
    <ul className="kw-plain kw-upcoming" aria-label="Visits ahead">
      {visits.map((visit) => {
        const text = visitText(visit, zone);
        return (
          <li key={visit.id}>
            <span>
              {text} <span className="kw-tag">{statusWords(visit.status)}</span>
            </span>
            {mayCancel(visit) && (
              <span className="kw-upcoming-acts">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={disabled}
                  aria-label={`Move the visit of ${text}`}
                  onClick={() => onMove(visit.id)}
                >
                  Move
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={disabled}
                  aria-label={`Cancel the visit of ${text}`}
                  onClick={() => setCancels(visit.id)}
                >
                  Cancel
                </Button>
              </span>
            )}
            {cancels === visit.id && (
              <form
                className="kw-inline-form"
                aria-label={`Cancel the visit of ${text}`}
                onSubmit={(event) => {
                  event.preventDefault();
                  setCancels(null);
                  onCancel(visit.id, reason.trim());
                  setReason('');
                }}
              >
                <TextInput
                  label="Reason"
                  description="As the other system will have it; may be left empty."
                  maxLength={200}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
                <Button type="submit" size="compact-sm" disabled={disabled}>
                  Cancel this visit
                </Button>
                <Button size="compact-sm" variant="subtle" onClick={() => setCancels(null)}>
                  Keep it
                </Button>
              </form>
            )}
          </li>
        );
      })}
    </ul>
  );
}
