import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { RecommendedPackDto } from './dto/recommended-pack.dto.js';
import { RecommendedPackService } from './recommended-pack.service.js';

@ApiTags('rules')
@Controller('api/v1/rules/recommended')
export class RecommendedPackController {
  constructor(private readonly pack: RecommendedPackService) {}

  /** The rules recommended for the practice's specialties, as they were measured in simulated practices. Nothing is set by asking. */
  @Endpoint({ for: 'member', audit: { none: 'rules and figures, nobody behind them' } })
  @Get()
  getRecommendedPack(@SignedIn() caller: Caller): Promise<RecommendedPackDto> {
    return this.pack.get(caller);
  }
}
