import { CaseSaidQueries, OutreachStops, type StopBecause, type Transaction } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { CaseWrites } from './case-changes.js';

/** What a change of cases by the records means for what people and jobs have under way; in the same transaction (K27). */
export class CaseEffects {
  private readonly stops = new OutreachStops();
  private readonly said = new CaseSaidQueries();

  /** Before the cases are written: what was done for those who came back is said with it. */
  async sayWhatWasDone(tx: Transaction, practiceId: string, writes: CaseWrites, now: Instant): Promise<void> {
    const returned = writes.events.filter(
      ({ event }) => event.event === 'closed' && event.detail.closing === 'returned',
    );
    const caseIds = returned.map(({ caseId }) => caseId);
    const done = await this.said.doneBefore(tx, practiceId, caseIds, new Date(now));
    for (const { caseId, event } of returned) {
      const known = Object.entries(done.get(caseId) ?? {}).filter(([, value]) => value !== null);
      event.detail = { ...event.detail, ...Object.fromEntries(known) };
    }
  }

  /** Before the cases are written: who gives a case up gives up what runs for it, and who takes one over takes what was said and done. */
  async merge(tx: Transaction, practiceId: string, writes: CaseWrites, now: Instant): Promise<void> {
    await this.stops.stop(tx, practiceId, writes.mergedAway, 'case_closed', new Date(now));
    for (const { fromId, toId } of writes.moves) {
      await this.said.movePerson(tx, practiceId, fromId, toId, new Date(now));
    }
  }

  /** After the cases are written. */
  async follow(tx: Transaction, practiceId: string, writes: CaseWrites, now: Instant): Promise<void> {
    const at = new Date(now);
    const persons = new Map<StopBecause, string[]>();
    for (const { personId, because } of writes.stops) {
      persons.set(because, [...(persons.get(because) ?? []), personId]);
    }
    for (const [because, personIds] of persons) await this.stops.stop(tx, practiceId, personIds, because, at);
    await this.said.woken(tx, practiceId, writes.woken, at);
    await this.said.restOn(tx, practiceId, writes.resting);
  }
}
