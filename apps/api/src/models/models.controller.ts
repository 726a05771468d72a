import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { FitAskedDto, ReturnModelListDto } from './dto/models.dto.js';
import { ProgramMonthsDto } from './dto/program-months.dto.js';
import { ModelsService } from './models.service.js';

@ApiTags('models')
@Controller('api/v1/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  /** How likely patients of each service line are to come again: the models in use, how good they were, and where courses break off. */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listModels(@SignedIn() caller: Caller): Promise<ReturnModelListDto> {
    return this.models.list(caller);
  }

  /** In which month of their programs people leave, and what of the milestones was done by then; counted with the models. */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'numbers without anybody behind them' } })
  @Get('program-months')
  showProgramMonths(@SignedIn() caller: Caller): Promise<ProgramMonthsDto> {
    return this.models.programMonths(caller);
  }

  /** Fits them now instead of at the end of the week. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'models.fit_asked' } })
  @Post('fit')
  @HttpCode(202)
  fitModels(@SignedIn() caller: Caller): Promise<FitAskedDto> {
    return this.models.fit(caller);
  }
}
