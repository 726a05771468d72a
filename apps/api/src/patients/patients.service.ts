import { Injectable } from '@nestjs/common';
import { ApiTimelineQueries, LeaseQueries, PatientQueries, PatientSearchQueries } from '@keepwell/database';
import type { PatientCard, Transaction } from '@keepwell/database';
import type { PersonEvaluation } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { FreshnessService } from '../connections/freshness.service.js';
import { Problem } from '../http/problem.js';
import { maskedEmail, maskedPhone } from './contact-mask.js';
import type { PatientPageDto, SourceFreshnessDto } from './dto/patient-page.dto.js';
import type { FoundPatientsDto, SearchPatientsDto } from './dto/patient-search.dto.js';
import type { TimelineDto } from './dto/timeline.dto.js';
import { evaluationAnswer } from './evaluation-answer.js';
import { membershipAnswer } from './membership-answer.js';
import { timelineEntry } from './timeline-entry.js';

const FOUND_AT_ONCE = 10;
/** Fewer digits are in half of all numbers. */
const LEAST_DIGITS = 4;

/** One patient: what we know, what the rules say of it and why, where each fact came from. */
@Injectable()
export class PatientsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly searches: PatientSearchQueries,
    private readonly timelines: ApiTimelineQueries,
    private readonly freshness: FreshnessService,
    private readonly leases: LeaseQueries,
  ) {}

  async page(caller: Caller, patientId: string): Promise<PatientPageDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId);
      const card = await this.patients.card(tx, personId);
      if (card === null) throw new Problem('not_found', 'There is no such patient.');
      const evaluation = await this.patients.evaluation(tx, personId);
      const isInHand = await this.leases.isInHand(tx, personId, caller.userId);
      const { givenName, familyName, isMinor, phone, email, doNotContact, hold, deceased, ...rest } = card;
      return {
        ...rest,
        name: nameOf({ givenName, familyName }),
        // E05: a child is reached by the guardian whom the claim shows, and nobody sees their own number.
        ...contactFor(isInHand && !isMinor, { phone, email }),
        holds: { doNotContact, hold, deceased },
        case: await this.patients.latestCase(tx, personId),
        memberships: (await this.patients.memberships(tx, personId)).map(membershipAnswer),
        evaluation: evaluation === null ? null : evaluationAnswer(evaluation),
        freshness: await this.freshnessOf(tx, personId, evaluation),
      };
    });
  }

  async search(caller: Caller, { q, limit = FOUND_AT_ONCE }: SearchPatientsDto): Promise<FoundPatientsDto> {
    const words = q.split(/\s+/).filter(Boolean);
    if (words.length === 0) throw new Problem('invalid_request', 'Say whom to look for: q holds only spaces.');
    return this.work.run(caller, async (tx, trail) => {
      // What was typed is a name or a number: the trail keeps that somebody searched, not what for.
      trail.about('patients', caller.practiceId);
      const rows = await this.searches.find(tx, { words, digits: digitsOf(q), limit: limit + 1 });
      const items = rows.slice(0, limit).map(({ givenName, familyName, phone, ...rest }) => ({
        ...rest,
        name: nameOf({ givenName, familyName }),
        phone: phone === null ? null : maskedPhone(phone),
      }));
      return { items, more: rows.length > limit };
    });
  }

  async timeline(caller: Caller, patientId: string): Promise<TimelineDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId);
      const evaluation = await this.patients.evaluation(tx, personId);
      const rows = await this.timelines.of(tx, personId);
      return { items: rows.map((row) => timelineEntry(row, evaluation?.findings ?? [])) };
    });
  }

  private async personOf(tx: Transaction, patientId: string): Promise<string> {
    const personId = await this.patients.personOf(tx, patientId);
    if (personId === null) throw new Problem('not_found', 'There is no such patient.');
    return personId;
  }

  private async freshnessOf(
    tx: Transaction,
    personId: string,
    evaluation: PersonEvaluation | null,
  ): Promise<SourceFreshnessDto[]> {
    const theirs = new Set(await this.patients.connectionsOf(tx, personId));
    const suspended = (evaluation?.verdicts ?? [])
      .filter(({ because }) => because === 'suspended')
      .map(({ rule }) => rule);
    return (await this.freshness.ofConnections(tx))
      .filter(({ connectionId }) => theirs.has(connectionId))
      .map((connection) => ({ ...connection, suspendedRules: connection.stale ? suspended : [] }));
  }
}

/** The digits of a number as it was typed, without what differs at home and abroad; null: it is no number. */
function digitsOf(q: string): string | null {
  if (!/^[\d\s()+./-]+$/.test(q)) return null;
  const digits = q.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < LEAST_DIGITS ? null : digits;
}

function nameOf({ givenName, familyName }: Pick<PatientCard, 'givenName' | 'familyName'>): string {
  return [givenName, familyName].filter((part) => part !== null && part !== '').join(' ');
}

/** Shown to whoever has the household in hand (X16); for everybody else enough to recognise it. */
function contactFor(
  isInHand: boolean,
  { phone, email }: Pick<PatientCard, 'phone' | 'email'>,
): Pick<PatientCard, 'phone' | 'email'> {
  if (isInHand) return { phone, email };
  return { phone: phone === null ? null : maskedPhone(phone), email: email === null ? null : maskedEmail(email) };
}
