import { randomUUID } from 'node:crypto';
import {
  ContactLock,
  ContactQueries,
  OutboxQueries,
  OutreachStops,
  CaseWorkQueries,
  PracticeSettingsQueries,
  SHADOW_WEEK,
  type ContactReader,
  type OutboxTask,
  type PracticeCard,
  type SecretStore,
  type StopBecause,
  type Transaction,
} from '@keepwell/database';
import {
  mayContact,
  type ContactBar,
  type ContactFacts,
  type ContactVerdict,
  type Instant,
  type MergedFact,
} from '@keepwell/domain';
import { normaliseEmail, normalisePhone, type MessageProvider, type OutgoingMessage } from '@keepwell/messaging';
import { outgoingOf, readText, textProblems } from './outgoing.js';
import type { OutreachTimes } from './outreach-times.js';
import type { Providers } from './providers.js';

/** What came of trying to claim one message. Only `claimed` leads to a socket. */
export type ClaimResult =
  | { is: 'claimed'; taskId: string; attemptId: string; message: OutgoingMessage; provider: MessageProvider }
  | { is: 'gone' | 'replanned' | 'cancelled' | 'expired' | 'called' };

/** What passes by somebody's hand, not by the clock: the message waits for it as long as it is worth sending. */
const WAITS: ReadonlySet<ContactBar> = new Set(['sending_off', 'on_hold', 'in_hand', 'source_behind', 'snoozed']);

/** Holds under which not even the answer to a patient's own word leaves; the brake is about sequences alone. */
const HOLDS_ANSWERS: ReadonlySet<string> = new Set(['staff', SHADOW_WEEK]);

/** What ends everything that runs for the person; every other bar ends this message alone. */
const ENDS_ALL: Partial<Record<ContactBar, StopBecause>> = {
  deceased: 'excluded',
  do_not_contact: 'excluded',
  hold: 'excluded',
  excluded: 'excluded',
  never: 'opted_out',
  not_now: 'opted_out',
  booked: 'booked',
  case_closed: 'case_closed',
};

export interface ClaimOptions {
  secrets: SecretStore;
  providers: Providers;
  whereabouts: ContactReader['whereabouts'];
  times: OutreachTimes;
  /** Where the console and its public pages are, without a slash at the end. */
  publicUrl: string;
  /** Names this process. */
  holder: string;
}

/**
 * The transaction that claims. The verdict is asked inside it with fresh facts, under locks that no suppression, consent or change
 * of the case can pass by (O-11, K27); what it said is stored with the claim as the proof (X14).
 */
export class ClaimMaker {
  private readonly lock = new ContactLock();
  private readonly contact = new ContactQueries();
  private readonly outbox = new OutboxQueries();
  private readonly stops = new OutreachStops();
  private readonly cases = new CaseWorkQueries();
  private readonly practices = new PracticeSettingsQueries();

  constructor(private readonly options: ClaimOptions) {}

  async claim(tx: Transaction, practiceId: string, id: string, at: Instant): Promise<ClaimResult> {
    await this.lock.shared(tx, practiceId);
    const now = new Date(at);
    const task = await this.outbox.lockWaiting(tx, practiceId, id, now);
    if (task === null) return { is: 'gone' };
    if (task.latestAt !== null && task.latestAt < at) {
      await this.outbox.end(tx, practiceId, id, 'expired', { at: now, because: 'too_late', reasons: [] });
      return { is: 'expired' };
    }
    const practice = await this.practices.current(tx);
    if (practice === null) throw new Error(`There is no practice ${practiceId}`);
    if (task.channel === 'call') return this.call(tx, practiceId, task, now);
    return task.kind === 'confirmation' ? this.confirm(tx, practice, task, at) : this.ask(tx, practice, task, at);
  }

  private async ask(tx: Transaction, practice: PracticeCard, task: OutboxTask, at: Instant): Promise<ClaimResult> {
    const facts = await this.facts(tx, practice.id, task, at);
    if (facts === null) return this.end(tx, practice.id, task, at, ['excluded']);
    const question = { channel: task.channel, byHand: false, purpose: task.purpose, at };
    const verdict = mayContact(question, facts);
    if (!verdict.allowed) return this.refuse(tx, practice.id, task, verdict, at);
    const frozen = await readText(tx, practice.id, task);
    const problems = [...textProblems(task, frozen), ...readerProblems(frozen.facts, facts)];
    if (problems.length > 0) return this.end(tx, practice.id, task, at, ['text', ...problems], 'text');
    if (task.channel === 'email' && isBlank(practice.settings.postalAddress)) {
      return this.end(tx, practice.id, task, at, ['The practice has no postal address.'], 'text');
    }
    return this.take(tx, practice, task, { at, to: facts.address ?? '', verdict, facts });
  }

  /** The answer to the patient's own word: no hours, no caps; only the switch, and nothing to somebody who died or whom nobody may reach. */
  private async confirm(tx: Transaction, practice: PracticeCard, task: OutboxTask, at: Instant): Promise<ClaimResult> {
    const facts = await this.facts(tx, practice.id, task, at);
    const isHeld = facts?.sending.holds.some((hold) => HOLDS_ANSWERS.has(hold)) === true;
    const isOff = !practice.settings.sending.enabled || isHeld;
    if (task.toAddress === null || isOff || facts?.deceased === true) {
      return this.end(tx, practice.id, task, at, [isOff ? 'sending_off' : 'no_address'], 'staff');
    }
    if (await this.isBarred(tx, practice.id, task.personId, task.toAddress)) {
      return this.end(tx, practice.id, task, at, ['suppressed'], 'suppressed');
    }
    return this.take(tx, practice, task, { at, to: task.toAddress, verdict: null, facts });
  }

  /** Kept from use by anybody, by hand or not: by staff, or by the law. The address asked about may be another one than their record holds. */
  private async isBarred(tx: Transaction, practiceId: string, personId: string, address: string): Promise<boolean> {
    const hash = await this.options.secrets.addressHasher(tx, practiceId);
    const standing = await this.contact.suppressions(tx, practiceId, [hash(address)], [personId]);
    return standing.some(({ scope }) => scope === 'all');
  }

  private async take(
    tx: Transaction,
    practice: PracticeCard,
    task: OutboxTask,
    given: { at: Instant; to: string; verdict: ContactVerdict | null; facts: ContactFacts | null },
  ): Promise<ClaimResult> {
    const { at, to, verdict, facts } = given;
    const { providers, publicUrl, holder, times } = this.options;
    const attemptId = randomUUID();
    const channel = task.channel === 'email' ? 'email' : 'sms';
    const provider = await providers.of(tx, practice.id, channel);
    const frozen = await readText(tx, practice.id, task);
    const { message, text } = await outgoingOf(tx, practice, task, frozen, { attemptId, to, at, publicUrl });
    const decision = { at, verdict, checked: checkedOf(facts), template: task.templateId, text };
    await this.outbox.claim(tx, practice.id, task.id, {
      ...{ attemptId, holder, leaseMs: times.claimLeaseMs, provider: provider.id, toAddress: to, decision },
      at: new Date(at),
    });
    return { is: 'claimed', taskId: task.id, attemptId, message, provider };
  }

  /** A late claim is planned anew, not sent (T-06); what no time can mend ends, with the reason why. */
  private async refuse(
    tx: Transaction,
    practiceId: string,
    task: OutboxTask,
    verdict: ContactVerdict,
    at: Instant,
  ): Promise<ClaimResult> {
    const codes = verdict.because.map(({ code }) => code);
    const isFinal = verdict.because.some(({ code, until }) => until === null && !WAITS.has(code));
    if (isFinal) return this.end(tx, practiceId, task, at, codes);
    const dueAt = Math.max(
      verdict.nextAllowedAt ?? 0,
      at + (verdict.nextAllowedAt === null ? this.options.times.waitMs : 1),
    );
    if (task.latestAt !== null && dueAt > task.latestAt) {
      await this.outbox.end(tx, practiceId, task.id, 'expired', {
        at: new Date(at),
        because: 'too_late',
        reasons: codes,
      });
      return { is: 'expired' };
    }
    await this.outbox.replan(tx, practiceId, task.id, { dueAt: new Date(dueAt), at: new Date(at), because: codes });
    return { is: 'replanned' };
  }

  private async end(
    tx: Transaction,
    practiceId: string,
    task: OutboxTask,
    at: Instant,
    reasons: string[],
    because?: string,
  ): Promise<ClaimResult> {
    const all = because === undefined ? stopOf(reasons) : null;
    const own = because ?? all ?? 'not_allowed';
    await this.outbox.end(tx, practiceId, task.id, 'cancelled', { at: new Date(at), because: own, reasons });
    if (all !== null) {
      await this.stops.stop(tx, practiceId, [task.personId], all, new Date(at));
      // Where evaluation has not ended the case itself, a person looks at it again.
      await this.cases.wake(tx, practiceId, [task.personId], 'sequence', new Date(at));
    }
    return { is: 'cancelled' };
  }

  /** A call is nothing a machine does: the case comes back to the list, with the wish to call. */
  private async call(tx: Transaction, practiceId: string, task: OutboxTask, at: Date): Promise<ClaimResult> {
    await this.outbox.callDue(tx, practiceId, task.id, at);
    await this.cases.wake(tx, practiceId, [task.personId], 'sequence', at, { outreach: 'call' });
    return { is: 'called' };
  }

  private async facts(
    tx: Transaction,
    practiceId: string,
    task: OutboxTask,
    at: Instant,
  ): Promise<ContactFacts | null> {
    const reader: ContactReader = {
      addressHash: await this.options.secrets.addressHasher(tx, practiceId),
      ...{ phone: normalisePhone, email: normaliseEmail, whereabouts: this.options.whereabouts },
    };
    const ask = {
      ...{ channel: task.channel, purpose: task.purpose, at, caseId: task.caseId, exceptMessageId: task.id },
      // They wanted it to leave now; a later step could interrupt the call they are making.
      askedBy: task.step === 0 ? task.startedBy : null,
    };
    return this.contact.facts(tx, practiceId, task.personId, ask, reader);
  }
}

function stopOf(reasons: string[]): StopBecause | null {
  for (const [code, because] of Object.entries(ENDS_ALL)) {
    if (reasons.includes(code)) return because;
  }
  return null;
}

/** A text that greets a guardian is read by this guardian alone: not by another one, nor by the child come of age. */
function readerProblems(merged: readonly MergedFact[], { minor }: ContactFacts): string[] {
  const written = merged.find(({ field }) => field === 'guardian.givenName')?.recordId ?? null;
  if (written === null || written === (minor?.guardianPersonId ?? null)) return [];
  return ['The text was written for another reader than would get it now.'];
}

/** How much was looked at: counts and places, never an address. */
function checkedOf(facts: ContactFacts | null) {
  if (facts === null) return null;
  const { consents, suppressions, contacts, whereabouts, staleSources, exclusions } = facts;
  return {
    ...{ consents: consents.length, suppressions: suppressions.length, contacts: contacts.length },
    ...{ staleSources: staleSources.length, exclusions: exclusions.length, place: whereabouts.place },
    zones: whereabouts.zones.map(({ zone, from }) => ({ zone, from })),
    guardianPersonId: facts.minor?.guardianPersonId ?? null,
  };
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
