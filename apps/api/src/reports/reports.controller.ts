import { Controller, Get, Param, ParseUUIDPipe, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint } from '../http/endpoint.js';
import {
  CurrentReportDto,
  ListReportsDto,
  LiveReportDto,
  ReportDto,
  ReportFileQueryDto,
  ReportListDto,
  ReportPeopleDto,
  ReportPeopleQueryDto,
} from './dto/reports.dto.js';
import { LiveReportService } from './live-report.service.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly live: LiveReportService,
  ) {}

  /** Closed weeks, newest first. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listReports(@SignedIn() caller: Caller, @Query() wanted: ListReportsDto): Promise<ReportListDto> {
    return this.reports.list(caller, wanted);
  }

  /** The week so far, counted now; it is not kept and may change. */
  @Endpoint({ for: CLINICAL, audit: { none: 'numbers without anybody behind them' } })
  @Get('current')
  getCurrentReport(@SignedIn() caller: Caller, @Query() { locationId }: CurrentReportDto): Promise<LiveReportDto> {
    return this.live.current(caller, locationId ?? null);
  }

  /** One closed week: its numbers never change. */
  @Endpoint({ for: CLINICAL, audit: { event: 'report.viewed' } })
  @Get(':id')
  getReport(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<ReportDto> {
    return this.reports.one(caller, id);
  }

  /** Who is behind a number of a closed week. */
  @Endpoint({ for: CLINICAL, audit: { event: 'report.people_viewed' } })
  @Get(':id/people')
  listPeopleBehind(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() wanted: ReportPeopleQueryDto,
  ): Promise<ReportPeopleDto> {
    return this.reports.people(caller, id, wanted);
  }

  /** The document. Numbers and ids of staff, no patient. */
  @Endpoint({ for: CLINICAL, audit: { event: 'report.exported' } })
  @Get(':id/file')
  @ApiProduces('text/html', 'application/pdf', 'text/csv')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  async getReportFile(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { format }: ReportFileQueryDto,
  ): Promise<StreamableFile> {
    const { bytes, type, name } = await this.reports.file(caller, id, format);
    return new StreamableFile(bytes, { type, disposition: `attachment; filename="${name}"`, length: bytes.length });
  }
}
