import { Injectable } from '@nestjs/common';
import { CareTemplateQueries, JobQueries, PlaybookQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import { NO_CARE, notYetDescribed, readCareTemplates } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { CareTemplatesDto, OfferedTemplatesDto, SaveCareTemplatesDto } from './dto/care-templates.dto.js';
import { ShippedCare } from './shipped-care.js';

const VERSIONS_SHOWN = 20;

/** Programs and tiers of a practice: read by everybody in it, changed by those who answer for it (S0-01, S4-19). */
@Injectable()
export class CareTemplatesService {
  constructor(
    private readonly work: PracticeWork,
    private readonly templates: CareTemplateQueries,
    private readonly playbooks: PlaybookQueries,
    private readonly shipped: ShippedCare,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller): Promise<CareTemplatesDto> {
    return this.work.run(caller, (tx) => this.answer(tx, caller.practiceId));
  }

  async offered(caller: Caller): Promise<OfferedTemplatesDto> {
    const shipped = await this.shipped.all();
    return this.work.run(caller, async (tx) => {
      const current = await this.templates.current(tx, caller.practiceId);
      // As long as nobody has saved a version, what ships comes by itself.
      if (current === null || current.author === null) return NO_CARE;
      return notYetDescribed(shipped, await this.playbooks.specialties(tx), current.templates);
    });
  }

  async save(caller: Caller, { basedOn, reason, programs, tiers }: SaveCareTemplatesDto): Promise<CareTemplatesDto> {
    const { templates, problems } = readCareTemplates({ programs, tiers });
    const errors = problems.map(({ where, says }) => `${where === '' ? '' : `${where}: `}${says}.`);
    if (errors.length > 0) throw new Problem('settings_wrong', 'Nothing was saved: see what to correct.', { errors });
    const { practiceId, userId } = caller;
    return this.work.run(caller, async (tx, trail) => {
      const version = basedOn + 1;
      const current = (await this.templates.current(tx, practiceId))?.version ?? 0;
      const added = { version, templates, author: userId, reason: reason.trim(), now: this.clock.now() };
      if (current !== basedOn || !(await this.templates.add(tx, practiceId, added))) {
        const says = `You changed version ${basedOn}, and there is another by now: load it, and change that.`;
        throw new Problem('conflict', says);
      }
      await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      trail.about('care_template', practiceId, { version });
      return this.answer(tx, practiceId);
    });
  }

  private async answer(tx: Transaction, practiceId: string): Promise<CareTemplatesDto> {
    const current = await this.templates.current(tx, practiceId);
    return {
      version: current?.version ?? 0,
      ...(current?.templates ?? NO_CARE),
      history: await this.templates.versions(tx, practiceId, VERSIONS_SHOWN),
    };
  }
}
