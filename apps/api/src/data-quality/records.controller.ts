import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import {
  CodesQueryDto,
  DismissDto,
  FindRecordDto,
  QuarantineCodeDto,
  QuarantinedTextDto,
  RecordViewDto,
  SayWordDto,
  StatusWordDto,
} from './dto/records.dto.js';
import { RecordsService } from './records.service.js';
import { WordsService } from './words.service.js';

@ApiTags('data quality')
@Controller('api/v1/connections/:id')
export class RecordsController {
  constructor(
    private readonly records: RecordsService,
    private readonly words: WordsService,
  ) {}

  /** The source's words for the state of a booking, counted from the records stored; unknown ones first. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'counts, no patient' } })
  @Get('words')
  listWords(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<StatusWordDto[]> {
    return this.words.list(caller, id);
  }

  /** Says what a word means. Records stored before follow within seconds; what is read next follows at once. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.word_said' } })
  @Put('words')
  sayWord(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() said: SayWordDto,
  ): Promise<StatusWordDto[]> {
    return this.words.say(caller, id, said);
  }

  /** One record: as it stands here, what it said before, and as it was handed over. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'record.viewed' } })
  @Get('records')
  findRecord(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() wanted: FindRecordDto,
  ): Promise<RecordViewDto> {
    return this.records.find(caller, id, wanted);
  }

  /** How many records were put aside, by reason. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'counts, no patient' } })
  @Get('quarantine/codes')
  countQuarantine(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: CodesQueryDto,
  ): Promise<QuarantineCodeDto[]> {
    return this.records.codes(caller, id, query.state ?? 'open');
  }

  /** Opens the text of a record that was put aside: it may hold a patient's data, and who looked is written down. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'quarantine.opened' } })
  @Get('quarantine/:itemId')
  openQuarantined(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('itemId', ParseUUIDPipe) itemId: string,
  ): Promise<QuarantinedTextDto> {
    return this.records.open(caller, id, itemId);
  }

  /** Lets a record go that was put aside, and says why. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'quarantine.dismissed' } })
  @Post('quarantine/:itemId/dismiss')
  @HttpCode(204)
  dismissQuarantined(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('itemId', ParseUUIDPipe) itemId: string,
    @Body() { reason }: DismissDto,
  ): Promise<void> {
    return this.records.dismiss(caller, id, itemId, reason);
  }
}
