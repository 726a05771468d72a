import type { Provider, Type } from '@nestjs/common';
import {
  CaseActQueries,
  CaseBriefQueries,
  CaseVerdictQueries,
  CaseWorkQueries,
  HistoryQueries,
  LeaseQueries,
  MarkQueries,
  NextCaseQueries,
  OutreachStops,
  RulePauses,
} from '@keepwell/database';
import { AddressStops } from './address-stops.js';
import { BriefService } from './brief.service.js';
import { CallService } from './call.service.js';
import { CaseDesk } from './case-desk.js';
import { CasesController } from './cases.controller.js';
import { GuardianChoice } from './guardian-choice.js';
import { HandService } from './hand.service.js';
import { HistoryController } from './history.controller.js';
import { HistoryService } from './history.service.js';
import { LeasesController } from './leases.controller.js';
import { NextCaseController } from './next-case.controller.js';
import { RestService } from './rest.service.js';
import { TalkTracks } from './talk-tracks.js';
import { UndoService } from './undo.service.js';
import { VerdictService } from './verdict.service.js';

/** What the API has for this subject: see docs/decisions/0005-the-loop.md. */
export const CASES_CONTROLLERS: Type[] = [CasesController, LeasesController, NextCaseController, HistoryController];
export const CASES_PROVIDERS: Provider[] = [
  CaseActQueries,
  CaseBriefQueries,
  CaseWorkQueries,
  HistoryQueries,
  LeaseQueries,
  MarkQueries,
  NextCaseQueries,
  OutreachStops,
  AddressStops,
  BriefService,
  CallService,
  CaseDesk,
  GuardianChoice,
  HandService,
  HistoryService,
  RestService,
  TalkTracks,
  UndoService,
  CaseVerdictQueries,
  RulePauses,
  VerdictService,
];
