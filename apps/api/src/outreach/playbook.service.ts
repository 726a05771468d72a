import { Injectable } from '@nestjs/common';
import { PlaybookQueries } from '@keepwell/database';
import type { TemplateRow } from '@keepwell/database';
import { lintTemplate } from '@keepwell/messaging';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { InterventionDto, ListInterventionsDto, PlaybookDto, PlaybookTemplateDto } from './dto/playbook.dto.js';
import { ShippedPlaybooks } from './shipped-playbooks.js';

const REFUSED = {
  own: 'A second person approves: not whoever wrote it.',
  not_draft: 'This version has been approved or retired already.',
  texts_missing: 'A step of this sequence has no approved text yet.',
} as const;

/** Texts, sequences and talk tracks of a practice; and how a second person lets one be sent (C-12, S3-59). */
@Injectable()
export class PlaybookService {
  constructor(
    private readonly work: PracticeWork,
    private readonly playbook: PlaybookQueries,
    private readonly shipped: ShippedPlaybooks,
    private readonly clock: Clock,
  ) {}

  async show(caller: Caller): Promise<PlaybookDto> {
    const shipped = await this.shipped.all();
    return this.work.run(caller, async (tx) => ({
      templates: (await this.playbook.templates(tx)).map(withProblems),
      sequences: await this.playbook.sequences(tx),
      talkTracks: shipped.flatMap(({ specialty, talkTracks }) =>
        talkTracks.map(({ title, rules, steps }) => ({ specialty, title, rules, steps })),
      ),
    }));
  }

  /** The same for every practice of this version; nothing of a practice is looked at. */
  async interventions({ stage, rule }: ListInterventionsDto): Promise<InterventionDto[]> {
    return (await this.shipped.interventions()).filter(
      ({ stages, rules }) =>
        (stage === undefined || stages.includes(stage)) &&
        (rule === undefined || rules.length === 0 || rules.includes(rule)),
    );
  }

  async approve(caller: Caller, kind: 'template' | 'sequence', id: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      trail.about(kind, id);
      if (kind === 'template') {
        const template = await this.playbook.template(tx, id);
        const problems = template === null ? [] : lintTemplate(template);
        if (problems.length > 0)
          throw new Problem('conflict', 'This text may not be sent as it is.', { errors: problems });
      }
      const change = { byUserId: caller.userId, at: new Date(this.clock.now()) };
      const answer = await this.playbook.approve(tx, kind, id, change.byUserId, change.at);
      if (answer === 'not_found') throw new Problem('not_found', `There is no such ${kind}.`);
      if (answer !== 'approved') throw new Problem('conflict', REFUSED[answer]);
    });
  }
}

function withProblems(row: TemplateRow): PlaybookTemplateDto {
  return { ...row, problems: row.state === 'draft' ? lintTemplate(row) : [] };
}
