import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { ConnectionsService } from './connections.service.js';
import { CheckResultDto, ConnectionDetailDto, ConnectionDto } from './dto/connection.dto.js';
import { ChangeConnectionDto, CheckSettingsDto, CreateConnectionDto } from './dto/save-connection.dto.js';

@ApiTags('connections')
@Controller('api/v1/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  /** What is read from where, and how fresh it is. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get()
  listConnections(@SignedIn() caller: Caller): Promise<ConnectionDto[]> {
    return this.connections.list(caller);
  }

  /** Connects another system and begins to read it. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.created' } })
  @Post()
  createConnection(@SignedIn() caller: Caller, @Body() wanted: CreateConnectionDto): Promise<ConnectionDetailDto> {
    return this.connections.create(caller, wanted);
  }

  /** Tries settings before they are saved. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.settings_checked' } })
  @Post('check')
  @HttpCode(200)
  checkSettings(@SignedIn() caller: Caller, @Body() wanted: CheckSettingsDto): Promise<CheckResultDto> {
    return this.connections.checkSettings(caller, wanted);
  }

  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.viewed' } })
  @Get(':id')
  getConnection(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<ConnectionDetailDto> {
    return this.connections.one(caller, id);
  }

  /** Changes settings, name or pace; pauses or resumes. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.changed' } })
  @Patch(':id')
  changeConnection(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() changes: ChangeConnectionDto,
  ): Promise<ConnectionDetailDto> {
    return this.connections.change(caller, id, changes);
  }

  /** Removes a connection that has read nothing yet. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.removed' } })
  @Delete(':id')
  @HttpCode(204)
  removeConnection(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.connections.remove(caller, id);
  }

  /** Tries a saved connection. */
  @Endpoint({ for: INTEGRATION, audit: { event: 'connection.checked' } })
  @Post(':id/check')
  @HttpCode(200)
  checkConnection(@SignedIn() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<CheckResultDto> {
    return this.connections.check(caller, id);
  }
}
