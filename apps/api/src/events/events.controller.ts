import { Controller, Sse } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { EventsService } from './events.service.js';

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** Server-sent events: `worklist` `{ changed, counts }`, `run` `{ connectionId, runId, state, read, total }`, `ping`. */
  @Endpoint({ for: 'member', audit: { none: 'ids without anything about them' } })
  @ApiProduces('text/event-stream')
  @Sse()
  live(@SignedIn() caller: Caller): Observable<MessageEvent> {
    return this.events.stream(caller);
  }
}
