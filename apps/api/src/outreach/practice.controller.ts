import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { ChangePracticeDto, PracticeDto } from './dto/practice.dto.js';
import { PracticeService } from './practice.service.js';

@ApiTags('practice')
@Controller('api/v1/practice')
export class PracticeController {
  constructor(private readonly practice: PracticeService) {}

  /** Where the practice is, how it signs its messages, who gets its report. */
  @Endpoint({ for: 'member', audit: { none: 'no patient, no change' } })
  @Get()
  getPractice(@SignedIn() caller: Caller): Promise<PracticeDto> {
    return this.practice.show(caller);
  }

  /** Changes what is named; null forgets. */
  @Endpoint({ for: ['admin'], audit: { event: 'practice.changed' } })
  @Patch()
  changePractice(@SignedIn() caller: Caller, @Body() wanted: ChangePracticeDto): Promise<PracticeDto> {
    return this.practice.change(caller, wanted);
  }
}
