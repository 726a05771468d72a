import type { Provider, Type } from '@nestjs/common';
import { RuleDraftQueries, RuleSettingQueries, ShadowFindingQueries } from '@keepwell/database';
import { RecommendedPackController } from './recommended-pack.controller.js';
import { RecommendedPackService } from './recommended-pack.service.js';
import { RuleDraftsController } from './rule-drafts.controller.js';
import { RuleDraftsService } from './rule-drafts.service.js';
import { RulesController } from './rules.controller.js';
import { RulesService } from './rules.service.js';
import { ShadowFindingsController } from './shadow-findings.controller.js';
import { ShadowFindingsService } from './shadow-findings.service.js';

/** See docs/decisions/0008-rules-people-trust.md. */
export const RULES_CONTROLLERS: Type[] = [
  RecommendedPackController,
  RuleDraftsController,
  RulesController,
  ShadowFindingsController,
];
export const RULES_PROVIDERS: Provider[] = [
  RuleDraftQueries,
  RuleSettingQueries,
  RulesService,
  RuleDraftsService,
  RecommendedPackService,
  ShadowFindingQueries,
  ShadowFindingsService,
];
