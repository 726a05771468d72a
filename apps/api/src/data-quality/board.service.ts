import { Injectable } from '@nestjs/common';
import { ApiPracticeQueries, CompareRunQueries, StreamHealthQueries } from '@keepwell/database';
import type { DayCount } from '@keepwell/database';
import { APPOINTMENT_STATUSES, boardDays } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { BoardDto, BoardStatusDto } from './dto/health.dto.js';

/** Who is booked, confirmed, cancelled, missed: here, and by the source's own count (S2-08). */
@Injectable()
export class BoardService {
  constructor(
    private readonly work: PracticeWork,
    private readonly streams: StreamHealthQueries,
    private readonly compares: CompareRunQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, id: string): Promise<BoardDto> {
    return this.work.run(caller, async (tx) => {
      if ((await this.streams.find(tx, id)) === null) throw new Problem('not_found', 'There is no such connection.');
      const now = this.clock.now();
      const zone = (await this.practices.timezone(tx)) ?? 'UTC';
      const { days, from, to } = boardDays(zone, now);
      const ours = await this.compares.bookings(tx, id, zone, { from, to }, null);
      const last = await this.compares.lastTold(tx, id);
      const people = await this.compares.withoutBooking(tx, id, new Date(now));
      const rows = (wanted: readonly string[]): BoardStatusDto[] => {
        // Counts of another day than today's say nothing of today.
        const covers = last !== null && wanted.every((day) => last.days.includes(day));
        return APPOINTMENT_STATUSES.map((status) => ({
          status,
          ours: sum(ours, status, wanted),
          source: covers ? sum(last.told, status, wanted) : null,
          oursThen: covers ? sum(last.kept, status, wanted) : null,
        }));
      };
      const [today = ''] = days;
      return {
        asOf: new Date(now).toISOString(),
        comparedAt: last?.at ?? null,
        today: rows([today]),
        week: rows(days),
        ...people,
      };
    });
  }
}

function sum(counts: readonly DayCount[], status: string, days: readonly string[]): number {
  return counts.reduce((n, row) => (row.status === status && days.includes(row.day) ? n + row.n : n), 0);
}
