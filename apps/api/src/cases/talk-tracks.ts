import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Specialty } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { readPlaybooks, talkTrackFor } from '@keepwell/messaging';
import type { Playbook } from '@keepwell/messaging';
import type { TalkTrackDto } from './dto/case-in-hand.dto.js';

/** What a conversation may go through (S2-16): read once from the playbooks; a file that cannot be read is tried again. */
@Injectable()
export class TalkTracks {
  private playbooks: Promise<Playbook[]> | undefined;

  async of(specialty: Specialty | null, rules: readonly string[]): Promise<TalkTrackDto | null> {
    this.playbooks ??= readPlaybooks(join(CONFIG_DIR, 'playbooks')).catch((error: unknown) => {
      this.playbooks = undefined;
      throw error;
    });
    const track = talkTrackFor(await this.playbooks, specialty, rules);
    return track === null ? null : { title: track.title, steps: track.steps };
  }
}
