import { AlarmQueries, SurgeQueries, type NewCases, type Transaction } from '@keepwell/database';
import {
  limitAfterPublishing,
  surgeLimit,
  type CaseChange,
  type Instant,
  type PersonEvaluation,
} from '@keepwell/domain';

/** A person's answer and what it would mean for their case. */
export interface NewCase {
  personId: string;
  evaluation: PersonEvaluation;
  change: CaseChange;
}

/** What a day may bring, by practice: the days before it are counted once a day, not at every run. */
export type SurgeLimits = Map<string, { day: string; limit: number | null }>;

/**
 * Watches over the new cases of one run: when a day would bring more than three times what is usual, they are held for a person
 * instead of shown (K30). A half-finished read looks just like that. What a rule brings whose setting changed within a day was
 * shown before it was approved (X17), and is not held. Once a person has published what was held, more of the same comes through for the
 * rest of the practice's day, up to as many as were published.
 */
export class Surge {
  private readonly queries = new SurgeQueries();
  private readonly alarms = new AlarmQueries();
  private known: { cases: NewCases; limit: number | null } | null = null;
  private opened = 0;
  private openedAlike = 0;

  constructor(private readonly limits: SurgeLimits) {}

  /** Whose new cases are to be held; raises the alarm with the first of them. */
  async heldOf(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    cases: readonly NewCase[],
  ): Promise<ReadonlySet<string>> {
    const fresh = cases.filter(({ change }) => change.change === 'open' && change.row?.backlog === false);
    if (fresh.length === 0) return new Set();
    this.known ??= await this.look(tx, practiceId, now);
    const { cases: lately, limit } = this.known;
    const unexpected = fresh.filter(({ evaluation }) => !isOfRules(evaluation, lately.changedRules));
    const alike = unexpected.filter(({ evaluation }) => isOfRules(evaluation, lately.published.rules));
    const others = unexpected.filter((each) => !alike.includes(each));
    this.opened += others.length;
    this.openedAlike += alike.length;
    if (limit === null) return new Set();
    const held: string[] = [];
    const hold = async (cases: NewCase[], today: number, most: number, published: number): Promise<void> => {
      if (cases.length === 0 || today <= most) return;
      const personIds = cases.map(({ personId }) => personId);
      await this.tell(tx, { practiceId, now }, personIds, { today, limit: most, published });
      held.push(...personIds);
    };
    const { cases: published, alike: since } = lately.published;
    await hold(others, lately.today + this.opened, limit, 0);
    await hold(alike, since + this.openedAlike, limitAfterPublishing(limit, published), published);
    return new Set(held);
  }

  /** The last of what was held went away by itself: there is nothing to look at any more. */
  async endIfOver(tx: Transaction, practiceId: string, now: Instant): Promise<void> {
    if (await this.queries.isAnyHeld(tx, practiceId)) return;
    await this.alarms.endAll(tx, practiceId, 'surge_held', new Date(now));
  }

  private async look(tx: Transaction, practiceId: string, now: Instant) {
    const known = this.limits.get(practiceId) ?? null;
    const cases = await this.queries.newCases(tx, practiceId, new Date(now), known?.day ?? null);
    const limit = known?.day === cases.day ? known.limit : surgeLimit(cases.before);
    this.limits.set(practiceId, { day: cases.day, limit });
    return { cases, limit };
  }

  private async tell(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    personIds: string[],
    { today, limit, published }: { today: number; limit: number; published: number },
  ): Promise<void> {
    const connectionId = await this.queries.sourceOf(tx, practiceId, personIds);
    if (connectionId === null) return;
    const many =
      published === 0
        ? `${today} patients went off track today, where ${limit} are the most that is usual.`
        : `${today} more patients went off track for the same reasons since ${published} were published today.`;
    const says =
      `${many} They are held: nobody sees or writes to ` +
      'them. Look whether the source was read whole, then publish or discard them.';
    await this.alarms.raise(
      tx,
      practiceId,
      connectionId,
      { code: 'surge_held', subject: '', says, detail: { today, limit } },
      new Date(now),
    );
  }
}

/** None of their reasons is another. */
function isOfRules({ findings }: PersonEvaluation, rules: readonly string[]): boolean {
  return rules.length > 0 && findings.every(({ kind, rule }) => kind !== 'O' || rules.includes(rule));
}
