import type { Provider, Type } from '@nestjs/common';
import { CareTemplateQueries, JobQueries, PlaybookQueries } from '@keepwell/database';
import { CareTemplatesController } from './care-templates.controller.js';
import { CareTemplatesService } from './care-templates.service.js';
import { PatientCareController } from './patient-care.controller.js';
import { PatientCareService } from './patient-care.service.js';
import { ShippedCare } from './shipped-care.js';
import { TiersController } from './tiers.controller.js';
import { TiersService } from './tiers.service.js';

/** Programs, tiers, and what of them a patient got: see docs/care-templates.md. */
export const CARE_CONTROLLERS: Type[] = [CareTemplatesController, PatientCareController, TiersController];
export const CARE_PROVIDERS: Provider[] = [
  CareTemplateQueries,
  JobQueries,
  PlaybookQueries,
  ShippedCare,
  CareTemplatesService,
  PatientCareService,
  TiersService,
];
