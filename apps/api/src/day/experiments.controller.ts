import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, MANAGEMENT } from '../http/endpoint.js';
import {
  EndedExperimentDto,
  EndExperimentDto,
  ExperimentDto,
  ExperimentsDto,
  StartExperimentDto,
} from './dto/experiment.dto.js';
import { ExperimentsService } from './experiments.service.js';

@ApiTags('experiments')
@Controller('api/v1/experiments')
export class ExperimentsController {
  constructor(private readonly experiments: ExperimentsService) {}

  /** Experiments with a hold-back group, newest first: numbers alone, nobody is named. */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listExperiments(@SignedIn() caller: Caller): Promise<ExperimentsDto> {
    return this.experiments.list(caller);
  }

  /** From now on a share of the households is left alone: their cases are kept, and shown to nobody until the experiment ends. */
  @Endpoint({ for: ['admin'], audit: { event: 'experiment.started' } })
  @Post()
  startExperiment(@SignedIn() caller: Caller, @Body() wanted: StartExperimentDto): Promise<ExperimentDto> {
    return this.experiments.start(caller, wanted);
  }

  /** Ends it at once: everybody who was held back stands in the list. */
  @Endpoint({ for: ['admin'], audit: { event: 'experiment.ended' } })
  @Post(':id/end')
  @HttpCode(200)
  endExperiment(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: EndExperimentDto,
  ): Promise<EndedExperimentDto> {
    return this.experiments.end(caller, id, reason);
  }
}
