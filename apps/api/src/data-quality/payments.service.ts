import { Injectable } from '@nestjs/common';
import { JobQueries, MarkQueries, PatientQueries, PaymentMatchQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import type { PageDto } from '../http/dto/page.dto.js';
import { Problem } from '../http/problem.js';
import type { MatchedPageDto, PaymentCountsDto, UnmatchedPageDto } from './dto/records.dto.js';

const PAGE_SIZE = 50;

/** Payments nobody can be found for, and what people say about them (S4-06). */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly payments: PaymentMatchQueries,
    private readonly patients: PatientQueries,
    private readonly marks: MarkQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async unmatched(caller: Caller, { cursor, limit = PAGE_SIZE }: PageDto): Promise<UnmatchedPageDto> {
    const before = cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx) => {
      const rows = await this.payments.unmatched(tx, before, limit);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null };
    });
  }

  async matched(caller: Caller, { cursor, limit = PAGE_SIZE }: PageDto): Promise<MatchedPageDto> {
    const before = cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx) => {
      const rows = await this.payments.matched(tx, before, limit);
      const items = rows.slice(0, limit).map(({ matchId: _place, ...item }) => item);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.matchId }) };
    });
  }

  async counts(caller: Caller): Promise<PaymentCountsDto> {
    return this.work.run(caller, (tx) => this.payments.counts(tx));
  }

  async match(caller: Caller, paymentId: string, personId: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const { connectionId, sourceId, patientId } = await this.find(tx, paymentId);
      const person = await this.patients.personOf(tx, personId);
      if (person === null) throw new Problem('not_found', 'There is no such patient.');
      const { practiceId, userId: byUserId } = caller;
      const at = new Date(this.clock.now());
      const changed = await this.payments.match(tx, {
        practiceId,
        connectionId,
        sourceId,
        patientId: person,
        byUserId,
        at,
      });
      trail.about('payment', paymentId, { personId: person });
      await this.ask(tx, practiceId, [person, patientId, ...changed]);
    });
  }

  async undo(caller: Caller, paymentId: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const { connectionId, sourceId, patientId } = await this.find(tx, paymentId);
      const { practiceId } = caller;
      const changed = await this.payments.undo(tx, {
        ...{ practiceId, connectionId, sourceId },
        at: new Date(this.clock.now()),
      });
      if (changed === null) throw new Problem('conflict', 'Nobody has said whose this payment is.');
      trail.about('payment', paymentId);
      await this.ask(tx, practiceId, [patientId, ...changed]);
    });
  }

  private async find(tx: Transaction, id: string) {
    const payment = await this.payments.find(tx, id);
    if (payment === null) throw new Problem('not_found', 'There is no such payment.');
    return payment;
  }

  /** Whose facts changed is asked about again. */
  private async ask(tx: Transaction, practiceId: string, patientIds: (string | null)[]): Promise<void> {
    const persons = new Set<string>();
    for (const id of patientIds) {
      const person = id === null ? null : await this.patients.personOf(tx, id);
      if (person !== null) persons.add(person);
    }
    await this.marks.persons(tx, practiceId, [...persons]);
    await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
  }
}
