import { Injectable } from '@nestjs/common';
import {
  ChannelQueries,
  JobQueries,
  OutboxViewQueries,
  PracticeSettingsQueries,
  SendingQueries,
  SHADOW_WEEK,
  tellPractice,
} from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { ChangeSendingDto, SendingDto } from './dto/sending.dto.js';

/** The switch of a practice's sending, and what holds it: a practice starts with it off. */
@Injectable()
export class SendingService {
  constructor(
    private readonly work: PracticeWork,
    private readonly practices: PracticeSettingsQueries,
    private readonly sending: SendingQueries,
    private readonly outbox: OutboxViewQueries,
    private readonly channels: ChannelQueries,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller): Promise<SendingDto> {
    return this.work.run(caller, (tx) => this.standing(tx));
  }

  async change(caller: Caller, wanted: ChangeSendingDto): Promise<SendingDto> {
    return this.work.run(caller, async (tx, trail) => {
      const practice = await this.practices.current(tx);
      if (practice === null) throw new Problem('not_found');
      const before = practice.settings.sending;
      if (wanted.enabled === true && !before.enabled) await this.refuseUnready(tx);
      const after = {
        enabled: wanted.enabled ?? before.enabled,
        resendUnknown: wanted.resendUnknown ?? before.resendUnknown,
      };
      await this.practices.change(tx, { settings: { sending: after } });
      await this.goOn(tx, caller.practiceId);
      trail.about('practice', caller.practiceId, { before, after });
      return this.standing(tx);
    });
  }

  async hold(caller: Caller, because: string): Promise<SendingDto> {
    return this.work.run(caller, async (tx, trail) => {
      const id = await this.sending.hold(tx, caller.practiceId, {
        ...{ reason: 'staff', says: because, numbers: {} },
        at: new Date(this.clock.now()),
        byUserId: caller.userId,
      });
      trail.about('sending_hold', id);
      await tellPractice(tx, { practiceId: caller.practiceId, type: 'outbox', messageId: null, state: 'held' });
      return this.standing(tx);
    });
  }

  /** A person says that what was held may go on; the brake (O-15) lets go by nothing else. */
  async release(caller: Caller, id: string, because: string): Promise<SendingDto> {
    return this.work.run(caller, async (tx, trail) => {
      const change = { at: new Date(this.clock.now()), byUserId: caller.userId, because };
      const standing = await this.sending.holds(tx);
      if (standing.some((hold) => hold.id === id && hold.reason === SHADOW_WEEK)) {
        throw new Problem('conflict', 'A shadow week ends by going live, when the list has been judged well enough.');
      }
      if (!(await this.sending.release(tx, id, change))) throw new Problem('not_found', 'No such hold stands.');
      trail.about('sending_hold', id, { because });
      await this.goOn(tx, caller.practiceId);
      return this.standing(tx);
    });
  }

  /** An e-mail without the clinic's postal address under it is refused by the law of most places (C-14). */
  private async refuseUnready(tx: Transaction): Promise<void> {
    const practice = await this.practices.current(tx);
    if (practice?.settings.postalAddress === null) {
      throw new Problem('conflict', 'State the postal address of the practice first: it stands under every e-mail.');
    }
  }

  private async goOn(tx: Transaction, practiceId: string): Promise<void> {
    await this.jobs.owe(tx, practiceId, 'outreach', practiceId, new Date());
    await tellPractice(tx, { practiceId, type: 'outbox', messageId: null, state: 'sending' });
  }

  private async standing(tx: Transaction): Promise<SendingDto> {
    const practice = await this.practices.current(tx);
    if (practice === null) throw new Problem('not_found');
    const [sms, email] = [await this.channels.one(tx, 'sms'), await this.channels.one(tx, 'email')];
    return {
      ...practice.settings.sending,
      holds: await this.sending.holds(tx),
      counts: await this.outbox.counts(tx, new Date(this.clock.now())),
      providers: { sms: sms.provider, email: email.provider },
    };
  }
}
