import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { CareTemplatesService } from './care-templates.service.js';
import { CareTemplatesDto, OfferedTemplatesDto, SaveCareTemplatesDto } from './dto/care-templates.dto.js';

@ApiTags('care')
@Controller('api/v1/care-templates')
export class CareTemplatesController {
  constructor(private readonly care: CareTemplatesService) {}

  /** What the practice means patients to get: its programs with their milestones, its membership tiers with what they include. */
  @Endpoint({ for: 'member', audit: { none: 'templates of the practice, nobody behind them' } })
  @Get()
  getCareTemplates(@SignedIn() caller: Caller): Promise<CareTemplatesDto> {
    return this.care.show(caller);
  }

  /**
   * What ships for the practice's specialties and is not described by id or by a name of the same specialty, once it writes its own templates: to be put beside them and
   * saved. Empty as long as nobody has saved a version, for then it comes by itself.
   */
  @Endpoint({ for: MANAGEMENT, audit: { none: 'what ships is the same for everybody' } })
  @Get('offered')
  getOfferedTemplates(@SignedIn() caller: Caller): Promise<OfferedTemplatesDto> {
    return this.care.offered(caller);
  }

  /**
   * Saves programs and tiers as a new version; what was before stays in the history. Patients are asked about anew where a rule that
   * reads them is on (P04, P05).
   */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'care.changed' } })
  @Put()
  saveCareTemplates(@SignedIn() caller: Caller, @Body() saved: SaveCareTemplatesDto): Promise<CareTemplatesDto> {
    return this.care.save(caller, saved);
  }
}
