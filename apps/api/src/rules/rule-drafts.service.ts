import { Injectable } from '@nestjs/common';
import { ApiPracticeQueries, JobQueries, RuleDraftQueries, RuleSettingQueries, UserQueries } from '@keepwell/database';
import type { DraftRow, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { decodeCursor, encodeCursor, UUID_PART } from '../http/cursor.js';
import type { PageDto } from '../http/dto/page.dto.js';
import { MANAGEMENT } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { draftAnswer, isOpen, isStale, STALE_AFTER_MS, type DraftContext } from './draft-answer.js';
import type { DraftPeopleQueryDto, ProposeDraftDto, RuleDraftDto, RuleDraftPageDto } from './dto/rule-draft.dto.js';
import { RuleCatalogue } from './rule-catalogue.js';
import { WantedChanges } from './wanted-changes.js';

const PAGE_SIZE = 20;
const PEOPLE_PAGE_SIZE = 50;
const NUMBER_PART = /^-?\d{1,18}$/;

/** Changes of rules with two people: one proposes and sees whom it concerns, another approves (X17). */
@Injectable()
export class RuleDraftsService {
  private readonly wanted = new WantedChanges();

  constructor(
    private readonly work: PracticeWork,
    private readonly drafts: RuleDraftQueries,
    private readonly settings: RuleSettingQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly users: UserQueries,
    private readonly jobs: JobQueries,
    private readonly catalogue: RuleCatalogue,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, { cursor, limit = PAGE_SIZE }: PageDto): Promise<RuleDraftPageDto> {
    const before = cursor === undefined ? null : decodeCursor(cursor, { id: UUID_PART }).id;
    return this.work.run(caller, async (tx) => {
      const rows = await this.drafts.list(tx, before, limit + 1);
      const context = await this.context(tx, caller);
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return {
        items: items.map((row) => draftAnswer(row, context)),
        nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
      };
    });
  }

  async one(caller: Caller, id: string): Promise<RuleDraftDto> {
    return this.work.run(caller, (tx) => this.answer(tx, caller, id));
  }

  async people(caller: Caller, id: string, wanted: DraftPeopleQueryDto): Promise<string> {
    const { move = 'enters', rule = null, limit = PEOPLE_PAGE_SIZE, cursor } = wanted;
    const parts =
      cursor === undefined ? null : decodeCursor(cursor, { move: /^[a-z]+$/, key: NUMBER_PART, id: UUID_PART });
    if (parts !== null && parts.move !== move) {
      throw new Problem('cursor_wrong', 'This page marker belongs to another part of the preview.');
    }
    return this.work.run(caller, async (tx, trail) => {
      found(await this.drafts.one(tx, id));
      trail.about('rule_draft', id, { move });
      const question = { draftId: id, move, rule, after: parts, limit };
      const rows = await this.drafts.people(tx, question, this.catalogue.names);
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const next = last === undefined ? null : encodeCursor({ move, key: last.key, id: last.id });
      return `{"items":[${items.map(({ json }) => json).join(',')}],"nextCursor":${JSON.stringify(next)}}`;
    });
  }

  async propose(caller: Caller, { reason, changes: wanted }: ProposeDraftDto): Promise<RuleDraftDto> {
    return this.work.run(caller, async (tx, trail) => {
      const inForce = await this.settings.inForce(tx);
      const locations = await this.settings.locations(tx);
      const changes = this.wanted.read(wanted, inForce, locations);
      const now = this.clock.now();
      const id = await this.drafts.propose(tx, caller.practiceId, { author: caller.userId, reason, changes, now });
      await this.jobs.owe(tx, caller.practiceId, 'preview', caller.practiceId);
      trail.about('rule_draft', id, { rules: changes.map(({ rule, mode }) => `${rule} ${mode}`) });
      return this.answer(tx, caller, id);
    });
  }

  /** Settings and audit event in one transaction; the evaluation finds that the practice has moved on and asks everybody. */
  async approve(caller: Caller, id: string): Promise<RuleDraftDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.practices.lock(tx);
      const draft = await this.open(tx, id);
      if (draft.author.id === caller.userId) throw await this.secondPerson(tx, caller);
      if (draft.state !== 'ready') {
        throw new Problem('conflict', 'Its preview is not there yet: nobody has seen whom it concerns.');
      }
      await this.refuseOvertaken(tx, draft);
      const now = this.clock.now();
      const version = await this.settings.version(tx, caller.practiceId);
      if (isStale(draft, version, now)) throw new Problem('draft_stale', staleSentence(draft, version));
      const { practiceId, userId } = caller;
      const change = { author: draft.author.id, approvedBy: userId, draftId: id, reason: draft.reason, now };
      const after = await this.settings.change(tx, practiceId, draft.changes, change);
      await this.drafts.end(tx, practiceId, id, { state: 'approved', by: userId, now });
      await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      trail.about('rule_draft', id, {
        rules: draft.changes.map(({ rule, mode }) => `${rule} ${mode}`),
        version: after,
      });
      return this.answer(tx, caller, id);
    });
  }

  async withdraw(caller: Caller, id: string): Promise<RuleDraftDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.open(tx, id);
      const end = { state: 'withdrawn', by: caller.userId, now: this.clock.now() } as const;
      await this.drafts.end(tx, caller.practiceId, id, end);
      trail.about('rule_draft', id);
      return this.answer(tx, caller, id);
    });
  }

  async preview(caller: Caller, id: string): Promise<RuleDraftDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.refuseOvertaken(tx, await this.open(tx, id));
      await this.drafts.again(tx, caller.practiceId, id);
      await this.jobs.owe(tx, caller.practiceId, 'preview', caller.practiceId);
      trail.about('rule_draft', id);
      return this.answer(tx, caller, id);
    });
  }

  /** One that nobody has ended, locked. */
  private async open(tx: Transaction, id: string): Promise<DraftRow> {
    const draft = found(await this.drafts.lock(tx, id));
    if (!isOpen(draft)) throw new Problem('conflict', `This draft has been ${draft.state} already.`);
    return draft;
  }

  /** A draft says how a rule is to be, not what of it is to change: it would take back, unseen, what others have set since. */
  private async refuseOvertaken(tx: Transaction, { changes, createdAt }: DraftRow): Promise<void> {
    const since = await this.settings.setSince(tx, changes, new Date(createdAt));
    if (since.length === 0) return;
    const says = `${since.join(', ')} ${since.length === 1 ? 'has' : 'have'} been set anew since this was proposed. Withdraw it and propose it anew.`;
    throw new Problem('conflict', says);
  }

  private async secondPerson(tx: Transaction, { userId }: Caller): Promise<Problem> {
    const says = (await this.users.isAnotherWith(tx, userId, MANAGEMENT))
      ? 'You proposed this change; another manager or admin approves it.'
      : 'A change of rules needs a second person, and nobody else here is a manager or admin. Add one under Users.';
    return new Problem('second_person_needed', says);
  }

  private async answer(tx: Transaction, caller: Caller, id: string): Promise<RuleDraftDto> {
    const draft = found(await this.drafts.one(tx, id));
    return draftAnswer(draft, await this.context(tx, caller));
  }

  private async context(tx: Transaction, { practiceId, userId, roles }: Caller): Promise<DraftContext> {
    return {
      userId,
      mayApprove: roles.some((role) => MANAGEMENT.includes(role)),
      isAnother: await this.users.isAnotherWith(tx, userId, MANAGEMENT),
      version: await this.settings.version(tx, practiceId),
      locations: await this.settings.locations(tx),
      names: this.catalogue.names,
      now: this.clock.now(),
    };
  }
}

function found(draft: DraftRow | null): DraftRow {
  if (draft === null) throw new Problem('not_found', 'There is no such draft.');
  return draft;
}

function staleSentence({ restsOnVersion }: DraftRow, version: number): string {
  return restsOnVersion === version
    ? `Its preview is older than ${STALE_AFTER_MS / 3_600_000} hours. Preview it again, then approve.`
    : 'The rules have changed since its preview. Preview it again, then approve.';
}
