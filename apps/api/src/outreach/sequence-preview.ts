import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ContactQueries, EnrolmentQueries, PracticeSettingsQueries } from '@keepwell/database';
import type {
  CaseInWork,
  ContactReader,
  PersonFacts,
  PracticeCard,
  SequenceToRun,
  Transaction,
} from '@keepwell/database';
import { mayContact, planSequence } from '@keepwell/domain';
import type {
  Channel,
  ContactBar,
  ContactFacts,
  ContactVerdict,
  Instant,
  PastContact,
  PlannedStep,
  SequenceStep,
} from '@keepwell/domain';
import {
  factDate,
  lintTemplate,
  mailHtml,
  mailText,
  renderTemplate,
  smsSegments,
  withOptOutLine,
} from '@keepwell/messaging';
import type { Rendered, TemplateFacts } from '@keepwell/messaging';
import type { TemplateToRender } from '@keepwell/database';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { ContactRoom } from './contact-room.js';

/** Nothing leaves before: long enough to take a slip back. */
export const UNDO_HOLD_MS = 10_000;
const OPT_OUT_EVERY_MS = 30 * 86_400_000;

/** What stands against one way of writing alone: such a step is left out, the others go on. */
const OF_THE_CHANNEL: ReadonlySet<ContactBar> = new Set([
  'no_address',
  'address_unusable',
  'suppressed',
  'consent_denied',
]);

export interface PreviewedStep {
  planned: PlannedStep;
  step: SequenceStep;
  template: TemplateToRender | null;
  /** As it is stored and frozen. */
  rendered: Rendered | null;
  /** As the patient reads it: with the line or the footer that every message of its kind carries. */
  text: string | null;
  html: string | null;
  verdict: ContactVerdict;
  address: string | null;
  leftOut: boolean;
  problems: string[];
}

export interface SequencePreview {
  sequence: SequenceToRun;
  household: string;
  steps: PreviewedStep[];
  because: string[];
  canStart: boolean;
  /** Of every text, its template's version and its address: what was read is what is sent. */
  digest: Buffer;
}

interface Asked {
  practiceId: string;
  userId: string;
  found: CaseInWork;
  sequenceId: string;
  /** Where links in a mail lead. */
  origin: string;
}

/** Renders every step for one person with real facts, and asks of each whether it may be sent when it is due (S2-17, X05, X08). */
@Injectable()
export class SequencePreviews {
  constructor(
    private readonly enrolments: EnrolmentQueries,
    private readonly contact: ContactQueries,
    private readonly practices: PracticeSettingsQueries,
    private readonly room: ContactRoom,
    private readonly clock: Clock,
  ) {}

  async of(tx: Transaction, asked: Asked): Promise<SequencePreview> {
    const { practiceId, userId, found } = asked;
    const at = this.clock.now();
    const sequence = await this.approved(tx, asked.sequenceId);
    const practice = await this.practices.current(tx);
    const person = await this.enrolments.personFacts(tx, { personId: found.personId, caseId: found.id, userId });
    if (practice === null || person === null) throw new Problem('not_found', 'The records of this patient are gone.');
    const reader = await this.room.reader(tx, practiceId);
    const facts = new Map<Channel, ContactFacts>();
    for (const channel of new Set(sequence.steps.map((step) => step.channel))) {
      facts.set(channel, await this.factsFor(tx, asked, sequence, { channel, at, reader }));
    }
    const [any] = facts.values();
    const planned = any === undefined ? null : planSequence(sequence.steps, at, any.whereabouts, UNDO_HOLD_MS);
    if (any === undefined || planned === null) {
      throw new Problem('may_not_contact', 'There is no hour that is right wherever this patient may be.');
    }
    const language = person.language ?? 'en';
    const keys = sequence.steps.flatMap(({ template }) => (template === null ? [] : [template]));
    const templates = await this.enrolments.approvedTemplates(tx, keys, language);
    const values = await this.values(tx, practice, person, any, language);
    const lastLineAt = await this.enrolments.lastOptOutLineAt(tx, found.personId);

    const before: PastContact[] = [];
    const steps: PreviewedStep[] = [];
    let lineAt = lastLineAt?.getTime() ?? null;
    for (const [place, step] of sequence.steps.entries()) {
      const due = planned[place];
      const known = facts.get(step.channel);
      if (due === undefined || known === undefined) continue;
      const verdict = this.verdict(step, sequence, due.dueAt, { ...known, contacts: [...known.contacts, ...before] });
      const leftOut = !verdict.allowed && verdict.because.every(({ code }) => OF_THE_CHANNEL.has(code));
      const template = templates.find(({ key, channel }) => key === step.template && channel === step.channel) ?? null;
      const written = write(step, template, values, practice, asked, { lineAt, dueAt: due.dueAt });
      if (written.hasOptOutLine && !leftOut) lineAt = due.dueAt;
      if (step.channel !== 'call' && !leftOut) {
        before.push({ personId: found.personId, channel: step.channel, byHand: false, at: due.dueAt });
      }
      const { rendered, text, html, problems } = written;
      steps.push({
        ...{ planned: due, step, template, rendered, text, html, verdict, leftOut, problems },
        address: known.address,
      });
    }
    const because = whyNot(steps);
    const running = await this.enrolments.runningIn(tx, person.household);
    if (running.includes(found.personId)) because.push('A sequence runs for this patient already.');
    else if (running.length > 0) because.push('Somebody else of the household is being written to.');
    return {
      ...{ sequence, household: person.household, steps, because, canStart: because.length === 0 },
      digest: digestOf(sequence, steps),
    };
  }

  private verdict(step: SequenceStep, { purpose }: SequenceToRun, at: Instant, facts: ContactFacts): ContactVerdict {
    return mayContact({ channel: step.channel, byHand: step.channel === 'call', purpose, at }, facts);
  }

  private async factsFor(
    tx: Transaction,
    { practiceId, userId, found }: Asked,
    { purpose }: SequenceToRun,
    { channel, at, reader }: { channel: Channel; at: Instant; reader: ContactReader },
  ): Promise<ContactFacts> {
    const ask = { channel, purpose, at, caseId: found.id, askedBy: userId };
    const facts = await this.contact.facts(tx, practiceId, found.personId, ask, reader);
    if (facts === null) throw new Problem('not_found', 'The records of this patient are gone.');
    return facts;
  }

  private async approved(tx: Transaction, id: string): Promise<SequenceToRun> {
    const sequence = await this.enrolments.sequence(tx, id);
    if (sequence === null) throw new Problem('not_found', 'There is no such sequence.');
    if (sequence.state !== 'approved') {
      throw new Problem('conflict', 'This sequence has not been approved by a second person.');
    }
    return sequence;
  }

  private async values(
    tx: Transaction,
    { id, name, settings }: PracticeCard,
    person: PersonFacts,
    { minor }: ContactFacts,
    language: string,
  ): Promise<TemplateFacts> {
    const guardianId = minor?.guardianPersonId ?? null;
    const day = ({ value, recordId }: { value: string | null; recordId: string | null }) => ({
      value: value === null ? null : factDate(value, language),
      recordId,
    });
    return {
      'practice.name': { value: settings.senderName ?? name, recordId: id },
      'practice.phone': { value: settings.phone, recordId: id },
      'location.name': person.locationName,
      'coordinator.name': person.coordinatorName,
      'patient.givenName': person.givenName,
      'patient.familyName': person.familyName,
      'practitioner.name': person.practitionerName,
      'appointment.lastVisitOn': day(person.lastVisitOn),
      'appointment.lostOn': day(person.lostOn),
      ...(guardianId === null
        ? {}
        : {
            'guardian.givenName': { value: await this.enrolments.givenNameOf(tx, guardianId), recordId: guardianId },
          }),
    };
  }
}

interface Written extends Pick<PreviewedStep, 'rendered' | 'text' | 'html' | 'problems'> {
  hasOptOutLine: boolean;
}

function write(
  step: SequenceStep,
  template: TemplateToRender | null,
  values: TemplateFacts,
  { id, name, settings }: PracticeCard,
  { origin }: Asked,
  { lineAt, dueAt }: { lineAt: Instant | null; dueAt: Instant },
): Written {
  const nothing = { rendered: null, text: null, html: null, hasOptOutLine: false };
  if (step.channel === 'call') return { ...nothing, problems: [] };
  if (template === null) {
    return {
      ...nothing,
      problems: [`No approved template "${step.template ?? ''}" for ${step.channel === 'sms' ? 'SMS' : 'e-mail'}.`],
    };
  }
  const rendered = renderTemplate(template, values);
  const problems = [...lintTemplate(template), ...rendered.problems];
  if (rendered.text === null) return { ...nothing, rendered, problems };
  if (template.channel === 'sms') {
    const hasOptOutLine = lineAt === null || dueAt - lineAt >= OPT_OUT_EVERY_MS;
    const text = hasOptOutLine ? withOptOutLine(rendered.text, template.language) : rendered.text;
    return { rendered: { ...rendered, length: smsSegments(text) }, text, html: null, problems, hasOptOutLine };
  }
  if (settings.postalAddress === null) {
    return {
      ...nothing,
      rendered,
      problems: [...problems, 'The practice has no postal address to stand under an e-mail.'],
    };
  }
  // The link of the mail itself is made when it is sent; this one shows where it stands.
  const unsubscribeUrl = `${origin}/u/${id}/preview`;
  const content = {
    text: rendered.text,
    practice: { name: settings.senderName ?? name },
    ...{ postalAddress: settings.postalAddress, unsubscribeUrl },
  };
  return { rendered, text: mailText(content), html: mailHtml(content), problems, hasOptOutLine: false };
}

/** Every reason why it cannot start; what passes by itself before the step is too late does not count. */
function whyNot(steps: readonly PreviewedStep[]): string[] {
  const because = new Set<string>();
  for (const { verdict, leftOut, problems, planned, step } of steps) {
    if (leftOut) continue;
    for (const problem of problems) because.add(`Step ${planned.step + 1}: ${problem}`);
    if (step.channel === 'call') continue;
    for (const { says, until } of verdict.because) {
      if (until === null || until > planned.latestAt) because.add(says);
    }
  }
  if (!steps.some(({ leftOut }) => !leftOut)) {
    for (const { verdict } of steps) for (const { says } of verdict.because) because.add(says);
    if (because.size === 0) because.add('The sequence has no steps.');
  }
  return [...because];
}

function digestOf({ id, version }: SequenceToRun, steps: readonly PreviewedStep[]): Buffer {
  const said = steps.map(({ step, template, rendered, text, address, leftOut }) => [
    ...[step.channel, step.afterDays, step.afterHours, template?.id ?? null, template?.version ?? null],
    ...[rendered?.subject ?? null, text, address, leftOut],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([id, version, said]))
    .digest();
}
