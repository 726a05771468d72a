import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { JobDto } from '../connections/dto/connection.dto.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { CredentialsService } from './credentials.service.js';
import { RotateCredentialsDto, RotatedDto } from './dto/credentials.dto.js';
import { FileTakenDto, InboxPageDto, ListInboxDto, OpenInboxItemDto, WaysDto } from './dto/inbox.dto.js';
import { FilesService } from './files.service.js';
import { InboxService } from './inbox.service.js';

/** How things come into a connection besides being read: what was pushed, uploaded, and with which credentials it is asked. */
@ApiTags('connections')
@Controller('api/v1/connections/:id')
export class InboxController {
  constructor(
    private readonly inbox: InboxService,
    private readonly credentials: CredentialsService,
    private readonly files: FilesService,
  ) {}

  /** Where the other system calls, and whether files can be uploaded. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'addresses of this server, no patient, no change' } })
  @Get('ways')
  getWays(
    @SignedIn() caller: Caller,
    @Req() request: FastifyRequest,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<WaysDto> {
    return this.inbox.ways(caller, request, id);
  }

  /** What was pushed to us, newest first, without what it says. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'inbox.listed' } })
  @Get('inbox')
  listInbox(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() wanted: ListInboxDto,
  ): Promise<InboxPageDto> {
    return this.inbox.page(caller, id, wanted);
  }

  /** One item, word for word: patients' data. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'inbox.opened' } })
  @Get('inbox/:itemId')
  openInboxItem(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('itemId', ParseUUIDPipe) itemId: string,
  ): Promise<OpenInboxItemDto> {
    return this.inbox.one(caller, id, itemId);
  }

  /** Lets an item that was put aside be applied after all. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'inbox.retry_asked' } })
  @Post('inbox/:itemId/retry')
  @HttpCode(202)
  retryInboxItem(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('itemId', ParseUUIDPipe) itemId: string,
  ): Promise<JobDto> {
    return this.inbox.retry(caller, id, itemId);
  }

  /** New credentials, tried before the old ones are forgotten. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.credentials_rotated' } })
  @Put('credentials')
  rotateCredentials(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() wanted: RotateCredentialsDto,
  ): Promise<RotatedDto> {
    return this.credentials.rotate(caller, id, wanted.settings);
  }

  /** Takes one file (CSV, JSON or NDJSON, up to 100 MB, as it is) into the connection's own folder, and reads it. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.file_uploaded' } })
  @Post('files')
  @HttpCode(202)
  @ApiQuery({
    ...{ name: 'name', required: true },
    description:
      'What the file is called, without folders: its ending says what it is (csv, tsv, txt, json, ndjson, yaml).',
    schema: { type: 'string', minLength: 1 },
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  uploadFile(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Query('name') name: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<FileTakenDto> {
    return this.files.take(caller, id, name ?? '', request);
  }
}
