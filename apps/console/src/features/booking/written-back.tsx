import type { WriteOperation } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useZone } from '../../ui/zone.js';
import { WriteActs } from '../connections/write-acts.js';
import { WRITE_STATES } from '../connections/write-words.js';
import { isUnderWay, useBookingRoom } from './use-booking.js';
import { writeSentence } from './write-sentence.js';

/** What was noted, booked or cancelled for this person in other systems, and whether it stands there. */
export function WrittenBack({ caseId }: { caseId: string }) {
  const room = useBookingRoom(caseId);
  return (
    <Section title="Written to other systems" aside="what was noted, booked or cancelled there" padded={false}>
      {room.isPending ? (
        <LoadingBars rows={2} height={52} label="Loading what was written to other systems" />
      ) : room.isError ? (
        <ErrorState error={room.error} onRetry={() => void room.refetch()} />
      ) : room.data.operations.length === 0 ? (
        <p className="kw-quiet kw-padded">
          {room.data.systems.length === 0
            ? 'No system this patient is known to takes anything from here.'
            : 'Nothing was written to another system for this patient yet.'}
        </p>
      ) : (
        <ol className="kw-deeds" aria-label="What was written, newest first">
          {room.data.operations.map((write) => (
            <Write key={write.id} write={write} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Write({ write }: { write: WriteOperation }) {
  const zone = useZone();
  const { steps, says, ref, askedByName, askedAt } = write;
  return (
    <li data-write={write.state}>
      <div className="kw-deed-head">
        <Standing write={write} />
        <span className="kw-quiet">
          <Moment at={askedAt} />
        </span>
      </div>
      <p className="kw-deed-says">
        {writeSentence(write, zone)} in {write.connectionName}
      </p>
      {says !== null && <p className="kw-quiet">{says}</p>}
      <p className="kw-quiet kw-deed-by">
        {askedByName === null ? 'by itself' : `asked by ${askedByName}`}
        {ref !== null && (
          <>
            {' · stands there as '}
            <code className="kw-id">{ref}</code>
          </>
        )}
      </p>
      {steps.length > 1 && (
        <details className="kw-versions">
          <summary>What became of it, in {steps.length} steps</summary>
          <ol className="kw-plain">
            {steps.map(({ at, state, says: said, byName }) => (
              <li key={`${at} ${state}`}>
                <Moment at={at} show="exact" /> <span className="kw-tag">{WRITE_STATES[state].word}</span>
                {said !== null && <span className="kw-quiet"> {said}</span>}
                {byName !== null && <span className="kw-quiet"> by {byName}</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
      <WriteActs write={write} />
    </li>
  );
}

/** A cancellation that comes with a new booking leaves only when that one stands. */
function Standing({ write }: { write: WriteOperation }) {
  const { tone, word } = WRITE_STATES[write.state];
  const isAfter = write.state === 'pending' && write.afterId !== null;
  return <Signal tone={tone}>{isAfter ? 'Waits for the new booking' : word}</Signal>;
}

/** Of all that was written, what is not over or needs a person: beside the work, where it is seen before one calls. */
export function OpenWrites({ caseId }: { caseId: string }) {
  const zone = useZone();
  const room = useBookingRoom(caseId);
  const writes = room.data?.operations ?? [];
  const open = writes.filter((write, place) => {
    // What failed and was asked for again since is told by the newer one.
    if (write.state === 'failed') return !writes.slice(0, place).some(({ kind }) => kind === write.kind);
    return isUnderWay(write) || write.state === 'review';
  });
  if (open.length === 0) return null;
  return (
    <ul className="kw-plain kw-open-writes" aria-label="Not settled in other systems">
      {open.map((write) => (
        <li key={write.id}>
          <Standing write={write} />
          <span className="kw-block">
            {writeSentence(write, zone)} in {write.connectionName}
          </span>
          {write.says !== null && <span className="kw-quiet kw-block">{write.says}</span>}
        </li>
      ))}
    </ul>
  );
}
