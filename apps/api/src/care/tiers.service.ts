import { Injectable } from '@nestjs/common';
import { CareTemplateQueries } from '@keepwell/database';
import { currentTiers, NO_CARE } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import type { PersonTiersDto } from './dto/tiers.dto.js';

/** Which tier a patient belongs to, of many at once (S4-10). */
@Injectable()
export class TiersService {
  constructor(
    private readonly work: PracticeWork,
    private readonly templates: CareTemplateQueries,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, personIds: readonly string[]): Promise<PersonTiersDto[]> {
    return this.work.run(caller, async (tx, trail) => {
      trail.about('patients', caller.practiceId, { people: personIds.length });
      const templates = (await this.templates.current(tx, caller.practiceId))?.templates ?? NO_CARE;
      const memberships = await this.templates.membershipsOf(tx, personIds);
      const now = this.clock.now();
      return [...memberships].flatMap(([personId, own]) => {
        const tiers = currentTiers(templates, own, now);
        return tiers.length === 0 ? [] : [{ personId, tiers }];
      });
    });
  }
}
