import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, INTEGRATION } from '../http/endpoint.js';
import { ConnectorList } from './connector-list.js';
import { ConnectorDto } from './dto/connector.dto.js';

@ApiTags('connections')
@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(private readonly connectors: ConnectorList) {}

  /** The kinds of systems that can be connected, with the form of their settings. */
  @Endpoint({ for: INTEGRATION, audit: { none: 'the same for every practice' } })
  @Get()
  listConnectors(): ConnectorDto[] {
    return this.connectors.all.map(({ id, name, description, settings, keeps, manifest }) => ({
      id,
      name,
      description,
      settings,
      keeps,
      manifest,
    }));
  }
}
