import { Button, Group, Modal, Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import { getContact, liftSuppression, recordConsent, stopContact } from '../../api.cases.js';
import type { Channel, ContactPage, NewConsent, NewSuppression } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useHasRole } from '../session/use-session.js';
import { statusWords } from '../patient/words.js';
import { renewCase } from './renew-case.js';
import { CHANNEL_WORDS } from './step-preview.js';
import { Verdict } from './verdict.js';

const CHANNELS: Channel[] = ['sms', 'email', 'call'];
const channelWord = (channel: string) =>
  channel in CHANNEL_WORDS ? CHANNEL_WORDS[channel as Channel] : 'Every channel';
const SCOPES: Record<ContactPage['suppressions'][number]['scope'], string> = {
  all: 'no contact at all',
  automated: 'nothing automated, on any channel',
  channel: 'nothing automated on this channel',
};

type Dialog = { is: 'consent' } | { is: 'stop' } | { is: 'lift'; id: string } | null;

/** By which ways this person may be reached, what they agreed to, and what stands against it. Addresses are masked. */
export function ContactSection({ personId }: { personId: string }) {
  const contact = useQuery({ queryKey: ['contact', personId], queryFn: ({ signal }) => getContact(personId, signal) });
  const mayWork = useHasRole('coordinator', 'manager', 'admin');
  const mayLift = useHasRole('manager', 'admin');
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  return (
    <Section title="Contact" aside="may we, by which way, and why">
      {contact.isPending ? (
        <LoadingBars rows={3} height={48} label="Loading what is known about contact" />
      ) : contact.isError ? (
        <ErrorState error={contact.error} onRetry={() => void contact.refetch()} />
      ) : (
        <div className="kw-contact">
          {CHANNELS.map((channel) => (
            <WayToReach key={channel} channel={channel} contact={contact.data} />
          ))}
          <Stops contact={contact.data} mayLift={mayLift} onLift={(id) => setDialog({ is: 'lift', id })} />
          {mayWork && (
            <Group gap="xs">
              <Button size="compact-md" variant="default" onClick={() => setDialog({ is: 'consent' })}>
                Record consent
              </Button>
              <Button size="compact-md" variant="default" onClick={() => setDialog({ is: 'stop' })}>
                Stop contact
              </Button>
            </Group>
          )}
        </div>
      )}
      {dialog?.is === 'consent' && <ConsentDialog personId={personId} onClose={close} />}
      {dialog?.is === 'stop' && <StopDialog personId={personId} onClose={close} />}
      {dialog?.is === 'lift' && <LiftDialog personId={personId} id={dialog.id} onClose={close} />}
    </Section>
  );
}

function WayToReach({ channel, contact }: { channel: Channel; contact: ContactPage }) {
  const { verdict, address } = contact.channels[channel];
  const speaks = contact.consents.filter((entry) => entry.channel === channel || entry.channel === 'any');
  return (
    <div className="kw-way">
      <div className="kw-way-head">
        <strong>{CHANNEL_WORDS[channel]}</strong>
        <span className="kw-quiet kw-number">{address ?? 'none on record'}</span>
      </div>
      <Verdict verdict={verdict} allowed="Allowed now" refused="Not allowed now" />
      {speaks.length > 0 && (
        <ul className="kw-plain kw-quiet">
          {speaks.slice(0, 3).map((entry) => (
            <li key={entry.id}>
              {entry.state === 'granted' ? 'Agreed' : 'Refused'} to{' '}
              {entry.purpose === 'any' ? 'everything' : entry.purpose} <Moment at={entry.at} show="date" />,{' '}
              {statusWords(entry.source).toLowerCase()}
              {entry.byName !== null && `, by ${entry.byName}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Stops({ contact, mayLift, onLift }: { contact: ContactPage; mayLift: boolean; onLift: (id: string) => void }) {
  const standing = contact.suppressions.filter(({ liftedAt }) => liftedAt === null);
  const said = contact.stops.filter(({ liftedAt }) => liftedAt === null);
  if (standing.length + said.length === 0) return null;
  return (
    <ul className="kw-plain kw-stops" aria-label="What stops contact">
      {said.map((stop) => (
        <li key={stop.id}>
          {stop.kind === 'never' ? 'Asked never to be contacted' : 'Said: not now'}
          {stop.until !== null && (
            <>
              , until <Moment at={stop.until} show="date" />
            </>
          )}
        </li>
      ))}
      {standing.map((one) => (
        <li key={one.id}>
          <span>
            {channelWord(one.channel)}: {SCOPES[one.scope]}{' '}
            <span className="kw-quiet">
              ({statusWords(one.reason).toLowerCase()}, <Moment at={one.setAt} show="date" />)
            </span>
          </span>
          {mayLift && one.liftable && (
            <Button size="compact-xs" variant="subtle" onClick={() => onLift(one.id)}>
              Lift
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Sends one change and closes the dialog, or says why not. */
function useChange(personId: string, onClose: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (change: () => Promise<unknown>, says: string) => {
    setSaving(true);
    setProblem(null);
    try {
      await change();
      announce(says);
      onClose();
    } catch (failure) {
      setProblem(failure instanceof ApiProblem ? failure.message : 'That could not be saved.');
    } finally {
      setSaving(false);
      renewCase(client, personId);
    }
  };
  return { send, isSaving, problem };
}

const choice = <T extends string>(value: T, label: string) => ({ value, label });
const CHANNEL_CHOICES = CHANNELS.map((channel) => choice(channel, CHANNEL_WORDS[channel]));

function ConsentDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { send, isSaving, problem } = useChange(personId, onClose);
  const [consent, setConsent] = useState<NewConsent>({
    channel: 'sms',
    purpose: 'service',
    state: 'granted',
    source: 'patient_call',
  });
  const set = (changes: Partial<NewConsent>) => setConsent((before) => ({ ...before, ...changes }));
  return (
    <Modal opened onClose={onClose} title="Record consent" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="kw-dialog">
        <Select
          label="They"
          allowDeselect={false}
          data={[choice('granted', 'agree'), choice('denied', 'refuse')]}
          value={consent.state}
          onChange={(state) => set({ state: state as NewConsent['state'] })}
        />
        <Select
          label="To"
          allowDeselect={false}
          data={[...CHANNEL_CHOICES, choice('any', 'Every channel')]}
          value={consent.channel}
          onChange={(channel) => set({ channel: channel as NewConsent['channel'] })}
        />
        <Select
          label="About"
          allowDeselect={false}
          data={[
            choice('service', 'their care (service)'),
            choice('marketing', 'offers (marketing)'),
            choice('any', 'everything'),
          ]}
          value={consent.purpose}
          onChange={(purpose) => set({ purpose: purpose as NewConsent['purpose'] })}
        />
        <Select
          label="How they said it"
          allowDeselect={false}
          data={[
            choice('patient_call', 'On the phone'),
            choice('staff', 'In the clinic'),
            choice('web_page', 'On a web page'),
          ]}
          value={consent.source}
          onChange={(source) => set({ source: source as NewConsent['source'] })}
        />
        <Textarea
          label="What they were asked, word for word"
          autosize
          minRows={2}
          maxLength={2000}
          value={consent.wording ?? ''}
          onChange={(event) => set({ wording: event.currentTarget.value })}
        />
        <DialogFoot
          problem={problem}
          isSaving={isSaving}
          label="Record"
          onClose={onClose}
          onSave={() => {
            const { wording, ...rest } = consent;
            const said = wording?.trim() ?? '';
            // The wording stands in the entry itself; its version names where it was used.
            const entry = said === '' ? rest : { ...rest, wording: said, wordingVersion: 'as spoken' };
            void send(() => recordConsent(personId, entry), 'Consent recorded.');
          }}
        />
      </div>
    </Modal>
  );
}

function StopDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { send, isSaving, problem } = useChange(personId, onClose);
  const [stop, setStop] = useState<NewSuppression>({ channel: 'all', reason: 'staff' });
  return (
    <Modal opened onClose={onClose} title="Stop contact" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="kw-dialog">
        <Select
          label="What stops"
          allowDeselect={false}
          data={[choice('all', 'Every way, by hand too'), ...CHANNEL_CHOICES]}
          value={stop.channel}
          onChange={(channel) => setStop({ ...stop, channel: channel as NewSuppression['channel'] })}
        />
        <Select
          label="Why"
          allowDeselect={false}
          data={[
            choice('staff', 'They asked us'),
            choice('legal', 'The law or a court demands it'),
            choice('wrong_number', 'The number or address belongs to somebody else'),
          ]}
          value={stop.reason}
          onChange={(reason) => setStop({ ...stop, reason: reason as NewSuppression['reason'] })}
        />
        <DialogFoot
          problem={problem}
          isSaving={isSaving}
          label="Stop contact"
          onClose={onClose}
          onSave={() => void send(() => stopContact(personId, stop), 'Contact stopped.')}
        />
      </div>
    </Modal>
  );
}

function LiftDialog({ personId, id, onClose }: { personId: string; id: string; onClose: () => void }) {
  const { send, isSaving, problem } = useChange(personId, onClose);
  const [because, setBecause] = useState('');
  return (
    <Modal opened onClose={onClose} title="Allow contact again" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="kw-dialog">
        <Textarea
          label="Why it no longer holds"
          description="Stays with the entry."
          autosize
          minRows={2}
          maxLength={500}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
        <DialogFoot
          problem={problem}
          isSaving={isSaving}
          label="Allow again"
          isIncomplete={because.trim().length < 3}
          onClose={onClose}
          onSave={() => void send(() => liftSuppression(personId, id, because.trim()), 'Lifted.')}
        />
      </div>
    </Modal>
  );
}

interface DialogFootProps {
  problem: string | null;
  isSaving: boolean;
  label: string;
  isIncomplete?: boolean;
  onClose: () => void;
  onSave: () => void;
}

function DialogFoot({ problem, isSaving, label, isIncomplete = false, onClose, onSave }: DialogFootProps) {
  return (
    <>
      {problem !== null && (
        <p role="alert" className="kw-wrong">
          {problem}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={isSaving} disabled={isIncomplete} onClick={onSave}>
          {label}
        </Button>
      </Group>
    </>
  );
}
