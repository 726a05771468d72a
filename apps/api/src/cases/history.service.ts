import { Injectable } from '@nestjs/common';
import { HistoryQueries, PatientQueries } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { HistoryDto } from './dto/history.dto.js';
import { historyEntry } from './history-entry.js';

/** More than anybody reads; years of calls fit. */
const MOST_ENTRIES = 500;

/** One place for calls, messages, replies and notes (S4-13). */
@Injectable()
export class HistoryService {
  constructor(
    private readonly practice: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly histories: HistoryQueries,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, patientId: string): Promise<HistoryDto> {
    return this.practice.run(caller, async (tx, trail) => {
      const personId = await this.patients.personOf(tx, patientId);
      if (personId === null) throw new Problem('not_found', 'There is no such patient.');
      trail.about('person', personId);
      const rows = await this.histories.of(tx, personId, new Date(this.clock.now()), MOST_ENTRIES);
      return { items: rows.map(historyEntry) };
    });
  }
}
