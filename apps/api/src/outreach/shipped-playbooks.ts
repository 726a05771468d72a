import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { CONFIG_DIR } from '@keepwell/env';
import { interventionsOf, readPlaybooks } from '@keepwell/messaging';
import type { Intervention, Playbook } from '@keepwell/messaging';

/** The playbooks of this version, the same for every practice: read once; a file that cannot be read is tried again. */
@Injectable()
export class ShippedPlaybooks {
  private playbooks: Promise<Playbook[]> | undefined;

  all(): Promise<Playbook[]> {
    this.playbooks ??= readPlaybooks(join(CONFIG_DIR, 'playbooks')).catch((error: unknown) => {
      this.playbooks = undefined;
      throw error;
    });
    return this.playbooks;
  }

  async interventions(): Promise<Intervention[]> {
    return interventionsOf(await this.all());
  }
}
