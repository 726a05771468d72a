import { Injectable } from '@nestjs/common';
import {
  CaseActQueries,
  CaseWorkQueries,
  ContactLock,
  EnrolmentQueries,
  JobQueries,
  LeaseQueries,
  OutreachStops,
  PracticeSettingsQueries,
  SendingQueries,
  SHADOW_WEEK,
  tellPractice,
} from '@keepwell/database';
import type { CaseInWork, NewEnrolment, Transaction } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { verdictAnswer } from './dto/contact-verdict.dto.js';
import type { EnrolDto, EnrolledDto, OfferedSequenceDto, PreviewDto } from './dto/enrolment.dto.js';
import { SequencePreviews } from './sequence-preview.js';
import type { SequencePreview } from './sequence-preview.js';
import { offeredFor } from './sequence-offers.js';

/** Writing to one patient: what would be sent, word for word; starting it; stopping it. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly work: PracticeWork,
    private readonly cases: CaseWorkQueries,
    private readonly leases: LeaseQueries,
    private readonly acts: CaseActQueries,
    private readonly stops: OutreachStops,
    private readonly lock: ContactLock,
    private readonly enrolments: EnrolmentQueries,
    private readonly practices: PracticeSettingsQueries,
    private readonly sending: SendingQueries,
    private readonly previews: SequencePreviews,
    private readonly jobs: JobQueries,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  async offered(caller: Caller, caseId: string): Promise<OfferedSequenceDto[]> {
    return this.work.run(caller, async (tx) => {
      const found = await this.find(tx, caller, caseId);
      const practice = await this.practices.current(tx);
      const { rules } = found.shelf;
      const sequences = offeredFor(await this.enrolments.approvedSequences(tx), {
        rules,
        specialty: practice?.settings.specialty ?? null,
      });
      const keys = sequences.flatMap(({ steps }) => steps.flatMap(({ template }) => template ?? []));
      const templates = await this.enrolments.approvedTemplates(tx, keys, 'en');
      const nameOf = (key: string | null, channel: string) =>
        templates.find((each) => each.key === key && each.channel === channel)?.name ?? null;
      return sequences.map(({ id, name, version, purpose, steps }, place) => ({
        ...{ id, name, version, purpose, recommended: place === 0 },
        problems: steps
          .filter(({ template, channel }) => channel !== 'call' && nameOf(template, channel) === null)
          .map(({ template }) => `The template "${template ?? ''}" has not been approved.`),
        steps: steps.map(({ channel, afterDays, afterHours, template }) => ({
          ...{ channel, afterDays, afterHours, templateName: nameOf(template, channel) },
        })),
      }));
    });
  }

  async preview(caller: Caller, caseId: string, sequenceId: string, request: FastifyRequest): Promise<PreviewDto> {
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.inHand(tx, caller, caseId);
      trail.about('person', found.personId, { caseId, sequenceId });
      return answer(await this.previewOf(tx, caller, found, sequenceId, request));
    });
  }

  /** Starts exactly what was read: another text, address or version by now is refused, and read again. */
  async enrol(caller: Caller, caseId: string, wanted: EnrolDto, request: FastifyRequest): Promise<EnrolledDto> {
    const { practiceId, userId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      // With the claims and against the withdrawals: whoever opts out now either comes first and is seen here, or stops this.
      await this.lock.shared(tx, practiceId);
      const found = await this.inHand(tx, caller, caseId);
      if ((await this.sending.holds(tx)).some(({ reason }) => reason === SHADOW_WEEK)) {
        throw new Problem(
          'conflict',
          'This is a shadow week: the list is judged and nothing is sent until the practice goes live.',
        );
      }
      const preview = await this.previewOf(tx, caller, found, wanted.sequenceId, request);
      if (preview.digest.toString('hex') !== wanted.digest) {
        throw new Problem(
          'preview_changed',
          'A text, an address or a version is another one now. Read the preview again.',
        );
      }
      if (!preview.canStart) {
        throw new Problem('may_not_contact', 'This sequence cannot start for this patient.', {
          errors: preview.because,
        });
      }
      const startedAt = new Date(this.clock.now());
      const enrolment = this.enrolmentOf(found, preview, { startedAt, userId });
      const enrolmentId = await this.enrolments.start(tx, practiceId, enrolment);
      const [after] = await this.cases.change(tx, practiceId, [found], {
        ...{ state: 'in_outreach', outreach: 'sequence', wakeAt: null, wakeBecause: null, ownerUserId: userId },
      });
      if (after === undefined) throw new Problem('not_found', 'There is no such case.');
      await this.cases.append(tx, practiceId, [caseId], {
        ...{ event: 'enrolled', at: startedAt, byUserId: userId },
        detail: { sequenceId: preview.sequence.id, steps: enrolment.messages.length },
      });
      const made = { enrolmentId };
      const act = { kind: 'enrolment', before: found, after, byUserId: userId, at: startedAt, made } as const;
      const undoUntil = await this.acts.record(tx, practiceId, act);
      const first = Math.min(...enrolment.messages.map(({ dueAt }) => dueAt.getTime()));
      await this.jobs.owe(tx, practiceId, 'outreach', practiceId, new Date(first));
      await tellPractice(tx, { practiceId, type: 'outbox', messageId: null, state: 'planned' });
      trail.about('person', found.personId, { caseId, enrolmentId, sequenceId: preview.sequence.id });
      return { enrolmentId, case: standing(after), undoUntil };
    });
  }

  async stop(caller: Caller, enrolmentId: string): Promise<void> {
    const { practiceId, userId } = caller;
    await this.work.run(caller, async (tx, trail) => {
      const enrolment = await this.enrolments.find(tx, enrolmentId);
      if (enrolment === null) throw new Problem('not_found', 'There is no such sequence under way.');
      const { personId, caseId, state } = enrolment;
      await this.cases.standing(tx, practiceId, [personId]);
      if (state !== 'running' && state !== 'held') throw new Problem('conflict', 'This sequence has ended already.');
      const at = new Date(this.clock.now());
      await this.stops.stop(tx, practiceId, [personId], 'staff', at, userId);
      await this.cases.wake(tx, practiceId, [personId], 'staff', at, { byUserId: userId });
      trail.about('person', personId, { caseId, enrolmentId });
    });
  }

  private enrolmentOf(
    found: CaseInWork,
    { sequence, household, steps, digest }: SequencePreview,
    { startedAt, userId }: { startedAt: Date; userId: string },
  ): NewEnrolment {
    const messages = steps
      .filter(({ leftOut }) => !leftOut)
      .map(({ planned, step, template, rendered, address }) => ({
        ...{ step: planned.step, channel: step.channel, purpose: sequence.purpose, templateId: template?.id ?? null },
        ...{ toAddress: step.channel === 'call' ? null : address, subject: rendered?.subject ?? null },
        ...{ body: rendered?.text ?? '', facts: rendered?.facts ?? [], segments: rendered?.length?.segments ?? null },
        ...{ dueAt: new Date(planned.dueAt), latestAt: new Date(planned.latestAt) },
      }));
    return {
      ...{ personId: found.personId, caseId: found.id, sequenceId: sequence.id, household, startedAt },
      ...{ byUserId: userId, digest, messages },
    };
  }

  private previewOf(
    tx: Transaction,
    { practiceId, userId }: Caller,
    found: CaseInWork,
    sequenceId: string,
    request: FastifyRequest,
  ): Promise<SequencePreview> {
    const origin = this.address.originOf(request) ?? 'https://localhost';
    return this.previews.of(tx, { practiceId, userId, found, sequenceId, origin });
  }

  private async find(tx: Transaction, { practiceId }: Caller, caseId: string): Promise<CaseInWork> {
    const found = await this.cases.find(tx, practiceId, caseId);
    if (found === null) throw new Problem('not_found', 'There is no such case.');
    return found;
  }

  private async inHand(tx: Transaction, caller: Caller, caseId: string): Promise<CaseInWork> {
    const found = await this.find(tx, caller, caseId);
    const household = await this.leases.household(tx, found.personId);
    if (household === null || !(await this.leases.isHeldBy(tx, household, caller.userId))) {
      throw new Problem('not_in_hand');
    }
    return found;
  }
}

function standing({ id, personId, work }: CaseInWork): EnrolledDto['case'] {
  const { state, closing, wakeAt, wakeBecause, attempts, conversations, lastContactAt, lastOutcome } = work;
  return {
    ...{ caseId: id, personId, state, closing, wakeAt, wakeBecause },
    ...{ attempts, conversations, lastContactAt, lastOutcome },
  };
}

function answer({ sequence, steps, canStart, because, digest }: SequencePreview): PreviewDto {
  const { id, name, version } = sequence;
  return {
    sequence: { id, name, version },
    steps: steps.map(({ planned, step, template, rendered, text, html, verdict, leftOut, problems }) => ({
      ...{ step: planned.step, channel: step.channel, templateName: template?.name ?? null },
      ...{ dueAt: new Date(planned.dueAt).toISOString(), latestAt: new Date(planned.latestAt).toISOString() },
      ...{ subject: rendered?.subject ?? null, text, html, segments: rendered?.length?.segments ?? null },
      ...{ facts: rendered?.facts ?? [], verdict: verdictAnswer(verdict), leftOut, problems },
    })),
    ...{ canStart, because, digest: digest.toString('hex') },
  };
}
