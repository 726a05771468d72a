import { Injectable } from '@nestjs/common';
import { ChannelQueries, PracticeSettingsQueries, SecretStore } from '@keepwell/database';
import type { ChannelRow } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { changedSecrets, checkedSettings } from './channel-settings.js';
import type { ChannelDto, PutChannelDto } from './dto/channel.dto.js';
import { hookAddress } from './hook-address.js';

/** By whom a practice's texts and e-mails go. Secrets go in and never come out. */
@Injectable()
export class ChannelsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly channels: ChannelQueries,
    private readonly secrets: SecretStore,
    private readonly practices: PracticeSettingsQueries,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, request: FastifyRequest): Promise<ChannelDto[]> {
    return this.work.run(caller, async (tx) =>
      (await this.channels.list(tx)).map((row) => this.shown(row, caller.practiceId, request)),
    );
  }

  async put(
    caller: Caller,
    channel: 'sms' | 'email',
    wanted: PutChannelDto,
    request: FastifyRequest,
  ): Promise<ChannelDto> {
    const settings = checkedSettings(channel, wanted.provider, wanted.settings ?? {});
    return this.work.run(caller, async (tx, trail) => {
      // It knows no quiet hours, and its patients do not exist: nothing of it may leave the computer.
      if (wanted.provider !== 'local' && (await this.practices.current(tx))?.demo === true) {
        throw new Problem(
          'settings_wrong',
          'The simulated practice sends nothing out: its messages stay in the outbox.',
          {
            field: 'provider',
          },
        );
      }
      const before = await this.channels.one(tx, channel);
      const changes = changedSecrets(wanted.provider, before, settings, wanted.secrets ?? {});
      const change = { byUserId: caller.userId, at: new Date(this.clock.now()) };
      await this.channels.put(tx, caller.practiceId, { channel, provider: wanted.provider, settings }, change);
      await this.channels.putSecrets(tx, caller.practiceId, channel, changes, this.secrets);
      trail.about('channel', channel, {
        provider: { before: before.provider, after: wanted.provider },
        fields: Object.keys(settings),
        secrets: Object.keys(changes),
      });
      return this.shown(await this.channels.one(tx, channel), caller.practiceId, request);
    });
  }

  private shown(row: ChannelRow, practiceId: string, request: FastifyRequest): ChannelDto {
    const origin = row.provider === 'twilio' ? this.address.originOf(request) : null;
    const hooks =
      origin === null
        ? null
        : { status: hookAddress(origin, practiceId, 'status'), inbound: hookAddress(origin, practiceId, 'inbound') };
    return { ...row, hooks };
  }
}
