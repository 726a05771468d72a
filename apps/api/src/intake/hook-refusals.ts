import { Injectable } from '@nestjs/common';
import { AlarmQueries, type Transaction } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';

/** So many refused in a row are no chance. */
const IN_A_ROW = 5;
/** In a row means within a day: whoever is refused calls again after minutes first, after hours later, and a small practice is called rarely. */
const WITHIN_MS = 86_400_000;
/** Whoever calls without end must not make us write without end. */
const WRITTEN_EVERY_MS = 60_000;
/** Connections counted at once: the one longest silent goes first. */
const MOST_COUNTED = 10_000;

interface Refused {
  calls: number;
  since: Instant;
  writtenAt: Instant | null;
}

const SAYS =
  'Calls of the other system are refused: they are not signed with the secret that stands here. Take it over from there again, or have its calls ' +
  'signed with ours. Until then what they would tell is found by asking alone, and later.';

/**
 * Calls that are not the other system’s are kept nowhere; that all of them are refused is told once. Counted in this process and forgotten with
 * it: what is stored is the alarm.
 */
@Injectable()
export class HookRefusals {
  private readonly counted = new Map<string, Refused>();

  constructor(private readonly alarms: AlarmQueries) {}

  /** Counts one refused call. Answers whether it is time to `tell` it; at most once a minute for a connection. */
  refused(connectionId: string, now: Instant): boolean {
    const before = this.counted.get(connectionId) ?? { calls: 0, since: now, writtenAt: null };
    const goesOn = now - before.since < WITHIN_MS ? before : { ...before, calls: 0, since: now };
    const told = goesOn.calls + 1 >= IN_A_ROW && now - (goesOn.writtenAt ?? -Infinity) >= WRITTEN_EVERY_MS;
    this.counted.delete(connectionId);
    this.counted.set(
      connectionId,
      told ? { calls: 0, since: now, writtenAt: now } : { ...goesOn, calls: goesOn.calls + 1 },
    );
    const [longest] = this.counted.keys();
    if (this.counted.size > MOST_COUNTED && longest !== undefined) this.counted.delete(longest);
    return told;
  }

  /** Raises the alarm, or notes at the one that stands that it goes on. */
  async tell(tx: Transaction, practiceId: string, connectionId: string, now: Instant): Promise<void> {
    const alarm = { code: 'webhook_refused', subject: '', says: SAYS, detail: { lastAt: now } } as const;
    await this.alarms.raise(tx, practiceId, connectionId, alarm, new Date(now));
  }

  /** A right one came: those before it were, if anything, somebody else’s. */
  async right(tx: Transaction, practiceId: string, connectionId: string, now: Instant): Promise<void> {
    this.counted.delete(connectionId);
    await this.alarms.settle(tx, practiceId, connectionId, ['webhook_refused'], [], new Date(now));
  }
}
