import { Alert, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api.js';
import { isProblem } from '../../api.cases.js';
import type { CaseInHand, CaseRoute, LeaseRow, PatientPage } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { appointedText } from '../../ui/dates.js';
import { IconAlarm, IconCalendarDue, IconHandStop, IconMessage, IconPhone, IconX } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { Signal } from '../../ui/signal.js';
import { useKeys } from '../../ui/use-keys.js';
import { useZone } from '../../ui/zone.js';
import { BookingRoute } from '../booking/booking-route.js';
import { OpenWrites } from '../booking/written-back.js';
import { useHasRole, useSession } from '../session/use-session.js';
import { VerdictButtons } from '../verdict/verdict-keys.js';
import { caseStateWord, isSettled } from '../worklist/words.js';
import { CallRoute } from './call-route.js';
import { CloseRoute } from './close-route.js';
import { EMPTY_CALL } from './call-report.js';
import { useDraft } from './drafts.js';
import { useHand, type Held } from './hand.js';
import { LeaseBar } from './lease-bar.js';
import { MessageRoute } from './message-route.js';
import { renewCase } from './renew-case.js';
import { RunningSequence } from './running-sequence.js';
import { SnoozeRoute } from './snooze-route.js';
import type { WorkedCase } from './use-saving.js';
import { WakeUp } from './wake-up.js';
import { useLeases } from './use-leases.js';

type OpenRoute = CaseRoute | 'close' | 'visit';
type ListedCase = NonNullable<PatientPage['case']>;

const ROUTES: { route: CaseRoute; label: string; keyName: string; icon: typeof IconPhone }[] = [
  { route: 'call', label: 'Call', keyName: 'C', icon: IconPhone },
  { route: 'sequence', label: 'Message', keyName: 'M', icon: IconMessage },
  { route: 'snooze', label: 'Snooze', keyName: 'S', icon: IconAlarm },
];
const ROUTE_WORDS: Record<CaseRoute, string> = { call: 'Call', sequence: 'Message', snooze: 'Snooze' };
const ROUTE_TITLES: Record<OpenRoute, string> = { ...ROUTE_WORDS, close: 'Close the case', visit: 'Visits' };

/** The right side of a patient's page: what can be done about the case, by whom, and one route opened at a time. */
export function WhatToDo({ patient, onNext }: { patient: PatientPage; onNext: () => void }) {
  const mayWork = useHasRole('coordinator', 'manager', 'admin');
  const { items: leases } = useLeases();
  const listed = patient.case;
  return (
    <section className="kw-work kw-card" aria-labelledby="what-to-do" id="work" data-of={patient.personId}>
      <h2 id="what-to-do" tabIndex={-1}>
        What to do
      </h2>
      <RunningSequence personId={patient.personId} mayStop={mayWork} />
      {listed !== null && <OpenWrites caseId={listed.id} />}
      {listed === null ? (
        <p className="kw-quiet">No case is open: there is nothing to do for this person.</p>
      ) : isSettled(listed.state) ? (
        <p className="kw-quiet">
          {listed.state === 'resolved'
            ? 'They have booked. The case closes by itself when the visit is kept; nothing is to be done.'
            : 'The case is closed. If a rule finds them again, a new one opens.'}
        </p>
      ) : mayWork ? (
        <Working patient={patient} listed={listed} leases={leases} onNext={onNext} />
      ) : (
        <Looking lease={leases.find(({ caseId }) => caseId === listed.id)} />
      )}
    </section>
  );
}

/** What somebody sees who may look and not act. */
function Looking({ lease }: { lease: LeaseRow | undefined }) {
  return (
    <>
      {lease !== undefined && <InOtherHands lease={lease} />}
      <p className="kw-quiet">Calling, messages and snoozing belong to coordinators, managers and admins.</p>
    </>
  );
}

interface WorkingProps {
  patient: PatientPage;
  listed: ListedCase;
  leases: LeaseRow[];
  onNext: () => void;
}

function Working({ patient, listed, leases, onNext }: WorkingProps) {
  const { user } = useSession();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { held: inSomeHand, claim, giveBack } = useHand();
  const held = inSomeHand?.inHand.case.caseId === listed.id ? inSomeHand : null;
  const otherLease = leases.find(({ caseId, holder }) => caseId === listed.id && holder.id !== user.id);
  const { change: changeCall } = useDraft(listed.id, 'call', EMPTY_CALL);
  const [route, setRoute] = useState<OpenRoute | null>(() =>
    held?.cameByNext === true ? held.inHand.brief.recommended.route : null,
  );
  const [isTaking, setTaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isWorkable = held !== null && !held.isLost;

  const take = async (then: OpenRoute | null) => {
    if (isTaking) return;
    setTaking(true);
    setProblem(null);
    try {
      const inHand = await claim(listed.id);
      setRoute(then ?? inHand.brief.recommended.route);
      announce(
        `In your hands. ${inHand.brief.says[0] ?? ''} Recommended: ${ROUTE_WORDS[inHand.brief.recommended.route]}.`,
      );
    } catch (failure) {
      const sentence = failure instanceof ApiProblem ? failure.message : 'The patient could not be taken in hand.';
      setProblem(sentence);
      announce(sentence);
      if (isProblem(failure, 'in_hand_of_another', 'case_moved_on')) renewCase(client, patient.personId);
    } finally {
      setTaking(false);
    }
  };
  const open = (wanted: OpenRoute | null) => {
    if (!isWorkable) {
      if (otherLease === undefined) void take(wanted);
      return;
    }
    setRoute(wanted ?? held.inHand.brief.recommended.route);
  };
  useKeys({
    Enter: () => open(null),
    c: () => open('call'),
    m: () => open('sequence'),
    s: () => open('snooze'),
    e: () => {
      changeCall({ outcome: 'escalate' });
      open('call');
    },
  });

  const worked: WorkedCase = { caseId: listed.id, personId: patient.personId, state: listed.state };
  return (
    <>
      {otherLease !== undefined && !isWorkable && <InOtherHands lease={otherLease} />}
      {held?.isLost === true && (
        <Lost canTake={otherLease === undefined} isTaking={isTaking} onTake={() => void take(route)} />
      )}
      {problem !== null && (
        <p role="alert" className="kw-wrong">
          {problem}
        </p>
      )}
      {listed.state === 'snoozed' && <WakeUp worked={worked} />}
      {route === null && otherLease === undefined && <Thumb isTaking={isTaking} onRoute={open} />}
      {held === null ? (
        <Free
          isTaking={isTaking}
          isHeldByOther={otherLease !== undefined}
          onTake={() => void take(null)}
          onRoute={(wanted) => void take(wanted)}
        />
      ) : (
        <InHand
          held={held}
          route={route}
          worked={worked}
          onRoute={setRoute}
          onGiveBack={() => {
            giveBack(listed.id);
            setRoute(null);
          }}
          onSaved={(andNext) => {
            setRoute(null);
            if (andNext) onNext();
          }}
        />
      )}
      <VerdictButtons worked={worked} />
    </>
  );
}

function InOtherHands({ lease }: { lease: LeaseRow }) {
  const zone = useZone();
  return (
    <Alert icon={<IconHandStop size={18} />} color="gray" variant="light" role="status">
      {lease.holder.name} has this patient in hand until {appointedText(lease.until, zone).split(', ')[1]}. You can
      read, not act.
    </Alert>
  );
}

function Lost({ canTake, isTaking, onTake }: { canTake: boolean; isTaking: boolean; onTake: () => void }) {
  return (
    <Alert icon={<IconHandStop size={18} />} color="yellow" variant="light" role="alert" className="kw-lost">
      This patient is no longer in your hands. What you typed is kept here; the number is hidden again.
      {canTake && (
        <Button mt="xs" size="compact-sm" variant="default" loading={isTaking} onClick={onTake}>
          Take in hand again
        </Button>
      )}
    </Alert>
  );
}

interface FreeProps {
  isTaking: boolean;
  isHeldByOther: boolean;
  onTake: () => void;
  onRoute: (route: OpenRoute) => void;
}

/** Before it is taken: nothing to dial, so that nobody rings whom a colleague is ringing. */
function Free({ isTaking, isHeldByOther, onTake, onRoute }: FreeProps) {
  return (
    <>
      <Button fullWidth loading={isTaking} disabled={isHeldByOther} onClick={onTake} rightSection={<kbd>Enter</kbd>}>
        Take in hand
      </Button>
      <p className="kw-quiet kw-work-hint">Phone and e-mail are shown while the patient is in your hands.</p>
      <div className="kw-routes" role="group" aria-label="Routes">
        {ROUTES.map(({ route, label, keyName, icon: Icon }) => (
          <button key={route} type="button" disabled={isHeldByOther || isTaking} onClick={() => onRoute(route)}>
            <Icon size={18} aria-hidden />
            {label}
            <kbd aria-hidden>{keyName}</kbd>
          </button>
        ))}
      </div>
    </>
  );
}

/** On a phone the routes stay within the thumb's reach, however long the reasons are. */
function Thumb({ isTaking, onRoute }: { isTaking: boolean; onRoute: (route: OpenRoute) => void }) {
  return (
    <div className="kw-thumb" role="group" aria-label="Routes, always in reach">
      {ROUTES.map(({ route, label, icon: Icon }) => (
        <button key={route} type="button" disabled={isTaking} onClick={() => onRoute(route)}>
          <Icon size={18} aria-hidden />
          {label}
        </button>
      ))}
    </div>
  );
}

interface InHandProps {
  held: Held;
  route: OpenRoute | null;
  worked: WorkedCase;
  onRoute: (route: OpenRoute | null) => void;
  onGiveBack: () => void;
  onSaved: (andNext: boolean) => void;
}

function InHand({ held, route, worked, onRoute, onGiveBack, onSaved }: InHandProps) {
  const { inHand, deadline, isLost } = held;
  const { brief } = inHand;
  const heading = useRef<HTMLHeadingElement>(null);
  // The focus goes where the work is, once for each route opened.
  useEffect(() => {
    if (route !== null) heading.current?.focus();
  }, [route]);
  const shared = { inHand, worked, isLost, onSaved };
  return (
    <>
      {!isLost && <LeaseBar deadline={deadline} onGiveBack={onGiveBack} />}
      <Standing inHand={inHand} />
      <ul className="kw-brief" aria-label="Before you start">
        {brief.says.map((line) => (
          <li key={line}>
            <Sentence of={line} />
          </li>
        ))}
      </ul>
      <div className="kw-routes" role="group" aria-label="Routes">
        {ROUTES.map(({ route: one, label, keyName, icon: Icon }) => (
          <button key={one} type="button" aria-pressed={route === one} onClick={() => onRoute(one)}>
            <Icon size={18} aria-hidden />
            {label}
            <kbd aria-hidden>{keyName}</kbd>
            {brief.recommended.route === one && <span className="kw-tag kw-tag-accent">recommended</span>}
          </button>
        ))}
      </div>
      <p className="kw-quiet kw-work-hint">
        {ROUTE_WORDS[brief.recommended.route]} is recommended: {brief.recommended.because.join(' ')}
      </p>
      {route !== null && (
        <>
          <h3 ref={heading} tabIndex={-1} className="kw-route-title">
            {ROUTE_TITLES[route]}
          </h3>
          {route === 'call' && <CallRoute {...shared} />}
          {route === 'sequence' && <MessageRoute {...shared} />}
          {route === 'snooze' && <SnoozeRoute {...shared} />}
          {route === 'close' && <CloseRoute {...shared} />}
          {route === 'visit' && <BookingRoute caseId={worked.caseId} personId={worked.personId} isLost={isLost} />}
        </>
      )}
      {route !== 'visit' && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconCalendarDue size={14} />}
          onClick={() => onRoute('visit')}
        >
          Book, move or cancel a visit
        </Button>
      )}
      {route !== 'close' && (
        <Button size="compact-sm" variant="subtle" leftSection={<IconX size={14} />} onClick={() => onRoute('close')}>
          Close the case
        </Button>
      )}
    </>
  );
}

/** Where the case stands: its state, and when it comes back by itself. */
function Standing({ inHand }: { inHand: CaseInHand }) {
  const { state, wakeAt, conversations, lastContactAt } = inHand.case;
  return (
    <p className="kw-standing">
      <Signal tone="quiet">{caseStateWord(state)}</Signal>
      {wakeAt !== null && (
        <span className="kw-quiet">
          back <Moment at={wakeAt} planned />
        </span>
      )}
      <span className="kw-quiet">
        {conversations === 0 ? 'no' : conversations} {conversations === 1 ? 'conversation' : 'conversations'}
        {conversations === 0 && ' yet'}
        {lastContactAt !== null && (
          <>
            , last contact <Moment at={lastContactAt} />
          </>
        )}
      </span>
    </p>
  );
}
