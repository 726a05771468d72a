import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, WORKING } from '../http/endpoint.js';
import { CallService } from './call.service.js';
import {
  CallDoneDto,
  CallReportDto,
  CloseCaseDto,
  DoneDto,
  NewNoteDto,
  NoteDto,
  SnoozeCaseDto,
  SnoozedDto,
  UndoneDto,
  WokenDto,
} from './dto/acts.dto.js';
import { BriefDto, CaseInHandDto, RenewedLeaseDto } from './dto/case-in-hand.dto.js';
import { VerdictDoneDto, VerdictDto } from './dto/verdict.dto.js';
import { HandService } from './hand.service.js';
import { RestService } from './rest.service.js';
import { UndoService } from './undo.service.js';
import { VerdictService } from './verdict.service.js';

/** One case in hand: everything that is done about it. */
@ApiTags('cases')
@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly hand: HandService,
    private readonly calls: CallService,
    private readonly rests: RestService,
    private readonly undoing: UndoService,
    private readonly verdicts: VerdictService,
  ) {}

  /** Takes the household in hand: from now on phone and e-mail are shown, to the holder alone. */
  @Endpoint({ for: WORKING, audit: { event: 'case.claimed' } })
  @Post(':caseId/claim')
  @HttpCode(200)
  claimCase(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<CaseInHandDto> {
    return this.hand.claim(caller, caseId);
  }

  /** Goes on holding it. */
  @Endpoint({ for: WORKING, audit: { event: 'case.lease_renewed' } })
  @Post(':caseId/lease')
  @HttpCode(200)
  renewLease(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<RenewedLeaseDto> {
    return this.hand.renew(caller, caseId);
  }

  /** Gives it back. */
  @Endpoint({ for: WORKING, audit: { event: 'case.released' } })
  @Delete(':caseId/lease')
  @HttpCode(204)
  releaseCase(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<void> {
    return this.hand.giveBack(caller, caseId);
  }

  /** What to know before dialling, again. */
  @Endpoint({ for: WORKING, audit: { event: 'case.brief_viewed' } })
  @Get(':caseId/brief')
  getBrief(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<BriefDto> {
    return this.hand.brief(caller, caseId);
  }

  /** How a call ended and what comes next. A conversation without a next step or a coded reason is not saved. */
  @Endpoint({ for: WORKING, audit: { event: 'call.recorded' } })
  @Post(':caseId/calls')
  recordCall(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() report: CallReportDto,
  ): Promise<CallDoneDto> {
    return this.calls.record(caller, caseId, report);
  }

  /** Rests until a day. */
  @Endpoint({ for: WORKING, audit: { event: 'case.snoozed' } })
  @Post(':caseId/snooze')
  @HttpCode(200)
  snoozeCase(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() wanted: SnoozeCaseDto,
  ): Promise<SnoozedDto> {
    return this.rests.snooze(caller, caseId, wanted);
  }

  /** Back to the list before its time. */
  @Endpoint({ for: WORKING, audit: { event: 'case.woken' } })
  @Post(':caseId/wake')
  @HttpCode(200)
  wakeCase(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<WokenDto> {
    return this.rests.wake(caller, caseId);
  }

  /** Ends it with a code; what runs for the person stops with it. */
  @Endpoint({ for: WORKING, audit: { event: 'case.closed' } })
  @Post(':caseId/close')
  @HttpCode(200)
  closeCase(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() wanted: CloseCaseDto,
  ): Promise<DoneDto> {
    return this.rests.close(caller, caseId, wanted);
  }

  /** "Should not be here", and why: the case ends, and what it says of the rules is counted. Or: rightly listed. */
  @Endpoint({ for: WORKING, audit: { event: 'case.judged' } })
  @Post(':caseId/verdict')
  @HttpCode(200)
  judgeCase(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() wanted: VerdictDto,
  ): Promise<VerdictDoneDto> {
    return this.verdicts.give(caller, caseId, wanted);
  }

  /** A line for the next one who calls. */
  @Endpoint({ for: WORKING, audit: { event: 'case.noted' } })
  @Post(':caseId/notes')
  addNote(
    @SignedIn() caller: Caller,
    @Param('caseId', ParseUUIDPipe) caseId: string,
    @Body() { text }: NewNoteDto,
  ): Promise<NoteDto> {
    return this.rests.note(caller, caseId, text);
  }

  /** Takes back the caller's last act on the case, as long as nothing has left and nothing else has happened to it. */
  @Endpoint({ for: WORKING, audit: { event: 'case.undone' } })
  @Post(':caseId/undo')
  @HttpCode(200)
  undo(@SignedIn() caller: Caller, @Param('caseId', ParseUUIDPipe) caseId: string): Promise<UndoneDto> {
    return this.undoing.undo(caller, caseId);
  }
}
