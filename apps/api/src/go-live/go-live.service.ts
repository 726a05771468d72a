import { Injectable } from '@nestjs/common';
import {
  CaseVerdictQueries,
  JobQueries,
  SendingQueries,
  SHADOW_WEEK,
  tellPractice,
  type SendingHoldRow,
  type Transaction,
} from '@keepwell/database';
import { DEFAULT_AGREED_PRECISION, DEFAULT_FEWEST_MARKS, gateOf } from '@keepwell/domain';
import type { Gate, GoLiveTerms } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { BeginShadowWeekDto, GoLiveDto } from './dto/go-live.dto.js';

interface Week {
  hold: SendingHoldRow;
  terms: GoLiveTerms;
  gate: Gate;
}

/**
 * The shadow week (X22) is a hold on sending of its own kind, with what was agreed in its numbers: whatever sends looks at holds
 * already, and this one ends by the gate alone.
 */
@Injectable()
export class GoLiveService {
  constructor(
    private readonly work: PracticeWork,
    private readonly sending: SendingQueries,
    private readonly verdicts: CaseVerdictQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller): Promise<GoLiveDto> {
    return this.work.run(caller, async (tx) => answer(await this.week(tx)));
  }

  async begin(caller: Caller, wanted: BeginShadowWeekDto): Promise<GoLiveDto> {
    const { reason, agreedPrecision = DEFAULT_AGREED_PRECISION, fewestMarks = DEFAULT_FEWEST_MARKS } = wanted;
    return this.work.run(caller, async (tx, trail) => {
      const { practiceId, userId: byUserId } = caller;
      if ((await this.week(tx)) !== null) throw new Problem('conflict', 'A shadow week is under way already.');
      const numbers = { agreedPrecision, fewestMarks };
      const at = new Date(this.clock.now());
      const id = await this.sending.hold(tx, practiceId, { reason: SHADOW_WEEK, says: reason, numbers, at, byUserId });
      trail.about('sending_hold', id, { ...numbers, reason });
      await tellPractice(tx, { practiceId, type: 'outbox', messageId: null, state: 'held' });
      return answer(await this.week(tx));
    });
  }

  async open(caller: Caller, because: string): Promise<GoLiveDto> {
    return this.work.run(caller, async (tx, trail) => {
      const { practiceId, userId: byUserId } = caller;
      const week = await this.week(tx);
      if (week === null) throw new Problem('conflict', 'The practice is live already.');
      const { hold, gate } = week;
      if (!gate.isOpen) {
        throw new Problem('conflict', `It cannot go live yet. ${gate.missing.join(' ')}`, { errors: gate.missing });
      }
      await this.sending.release(tx, hold.id, { at: new Date(this.clock.now()), byUserId, because });
      const { right, wrong } = gate.precision;
      trail.about('sending_hold', hold.id, { right, wrong, because });
      await this.jobs.owe(tx, practiceId, 'outreach', practiceId, new Date());
      await tellPractice(tx, { practiceId, type: 'outbox', messageId: null, state: 'sending' });
      return answer(null);
    });
  }

  private async week(tx: Transaction): Promise<Week | null> {
    const hold = (await this.sending.holds(tx)).find(({ reason }) => reason === SHADOW_WEEK);
    if (hold === undefined) return null;
    const { agreedPrecision, fewestMarks } = hold.numbers as Pick<GoLiveTerms, 'agreedPrecision' | 'fewestMarks'>;
    const terms = { since: Date.parse(hold.at), agreedPrecision, fewestMarks };
    const marks = await this.verdicts.saidSince(tx, new Date(terms.since));
    return { hold, terms, gate: gateOf(terms, marks, this.clock.now()) };
  }
}

function answer(week: Week | null): GoLiveDto {
  if (week === null) return { state: 'live', week: null };
  const { hold, terms, gate } = week;
  return {
    state: 'shadow',
    week: {
      since: hold.at,
      weekEndsAt: new Date(gate.weekEndsAt).toISOString(),
      agreedPrecision: terms.agreedPrecision,
      fewestMarks: terms.fewestMarks,
      reason: hold.says,
      byName: hold.byName,
      judged: gate.precision,
      missing: gate.missing,
    },
  };
}
