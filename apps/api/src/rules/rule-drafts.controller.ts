import { Body, Controller, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PageDto } from '../http/dto/page.dto.js';
import { CLINICAL, Endpoint, MANAGEMENT } from '../http/endpoint.js';
import {
  DraftPeopleDto,
  DraftPeopleQueryDto,
  ProposeDraftDto,
  RuleDraftDto,
  RuleDraftPageDto,
} from './dto/rule-draft.dto.js';
import { RuleDraftsService } from './rule-drafts.service.js';

@ApiTags('rules')
@Controller('api/v1/rules/drafts')
export class RuleDraftsController {
  constructor(private readonly drafts: RuleDraftsService) {}

  /** Changes of rules that were proposed, newest first. */
  @Endpoint({ for: 'member', audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listDrafts(@SignedIn() caller: Caller, @Query() page: PageDto): Promise<RuleDraftPageDto> {
    return this.drafts.list(caller, page);
  }

  /** Proposes a change of one rule or several. Nothing changes yet: everybody is asked with it, to see who would enter and leave the list. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'rules.draft_proposed' } })
  @Post()
  proposeDraft(@SignedIn() caller: Caller, @Body() wanted: ProposeDraftDto): Promise<RuleDraftDto> {
    return this.drafts.propose(caller, wanted);
  }

  /** One draft with the numbers of its preview. */
  @Endpoint({ for: 'member', audit: { none: 'numbers without anybody behind them' } })
  @Get(':draftId')
  getDraft(@SignedIn() caller: Caller, @Param('draftId', ParseUUIDPipe) id: string): Promise<RuleDraftDto> {
    return this.drafts.one(caller, id);
  }

  /** Who would enter or leave the list, and because of what; in the order of the list. */
  @Endpoint({ for: CLINICAL, audit: { event: 'rules.draft_people_viewed' } })
  @Get(':draftId/people')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: DraftPeopleDto })
  listDraftPeople(
    @SignedIn() caller: Caller,
    @Param('draftId', ParseUUIDPipe) id: string,
    @Query() wanted: DraftPeopleQueryDto,
  ): Promise<string> {
    return this.drafts.people(caller, id, wanted);
  }

  /** Puts the change into force. Somebody else than its author, who has seen a preview that still holds. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'rules.draft_approved' } })
  @Post(':draftId/approve')
  @HttpCode(200)
  approveDraft(@SignedIn() caller: Caller, @Param('draftId', ParseUUIDPipe) id: string): Promise<RuleDraftDto> {
    return this.drafts.approve(caller, id);
  }

  /** Lets the draft go. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'rules.draft_withdrawn' } })
  @Post(':draftId/withdraw')
  @HttpCode(200)
  withdrawDraft(@SignedIn() caller: Caller, @Param('draftId', ParseUUIDPipe) id: string): Promise<RuleDraftDto> {
    return this.drafts.withdraw(caller, id);
  }

  /** Asks everybody again, as of now. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'rules.draft_previewed' } })
  @Post(':draftId/preview')
  @HttpCode(202)
  previewDraft(@SignedIn() caller: Caller, @Param('draftId', ParseUUIDPipe) id: string): Promise<RuleDraftDto> {
    return this.drafts.preview(caller, id);
  }
}
