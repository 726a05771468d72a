import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { CareTemplates } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { readShippedCare } from '@keepwell/messaging';

/** The care templates of this version, the same for every practice: read once; a file that cannot be read is tried again. */
@Injectable()
export class ShippedCare {
  private templates: Promise<CareTemplates> | undefined;

  all(): Promise<CareTemplates> {
    this.templates ??= readShippedCare(join(CONFIG_DIR, 'care')).catch((error: unknown) => {
      this.templates = undefined;
      throw error;
    });
    return this.templates;
  }
}
