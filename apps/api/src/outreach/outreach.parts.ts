import type { Provider, Type } from '@nestjs/common';
import {
  CaseActQueries,
  CaseWorkQueries,
  ChannelQueries,
  ConfirmationQueries,
  ConsentQueries,
  ContactLock,
  ContactQueries,
  ContactStopQueries,
  EnrolmentQueries,
  InboundQueries,
  InterventionActQueries,
  LeaseQueries,
  MarkQueries,
  OutboxQueries,
  OutboxViewQueries,
  OutreachStops,
  PlaybookQueries,
  PracticeSettingsQueries,
  SendingQueries,
  SuppressionQueries,
  UnsubscribeLinkQueries,
} from '@keepwell/database';
import { ChannelsController } from './channels.controller.js';
import { ChannelsService } from './channels.service.js';
import { ContactController } from './contact.controller.js';
import { ContactRoom } from './contact-room.js';
import { ContactService } from './contact.service.js';
import { EnrolmentService } from './enrolment.service.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { InboundController } from './inbound.controller.js';
import { InboundService } from './inbound.service.js';
import { InboundListService } from './inbound-list.service.js';
import { OptOutAnswers } from './opt-out-answers.js';
import { OutboxController } from './outbox.controller.js';
import { OutboxService } from './outbox.service.js';
import { PatientInterventionsController } from './patient-interventions.controller.js';
import { PatientInterventionsService } from './patient-interventions.service.js';
import { PlaybookController } from './playbook.controller.js';
import { PlaybookService } from './playbook.service.js';
import { PracticeController } from './practice.controller.js';
import { PracticeService } from './practice.service.js';
import { SendingController } from './sending.controller.js';
import { SendingService } from './sending.service.js';
import { SequencePreviews } from './sequence-preview.js';
import { ShippedPlaybooks } from './shipped-playbooks.js';
import { TwilioHooksController } from './twilio-hooks.controller.js';
import { TwilioHooks } from './twilio-hooks.service.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { Unsubscribing } from './unsubscribe.service.js';
import { Withdrawal } from './withdrawal.js';

/** What the API has for this subject: see docs/decisions/0005-the-loop.md. */
export const OUTREACH_CONTROLLERS: Type[] = [
  ContactController,
  EnrolmentsController,
  OutboxController,
  InboundController,
  SendingController,
  ChannelsController,
  PracticeController,
  PlaybookController,
  PatientInterventionsController,
  TwilioHooksController,
  UnsubscribeController,
];
export const OUTREACH_PROVIDERS: Provider[] = [
  CaseActQueries,
  CaseWorkQueries,
  ChannelQueries,
  ConfirmationQueries,
  ConsentQueries,
  ContactLock,
  ContactQueries,
  ContactStopQueries,
  EnrolmentQueries,
  InboundQueries,
  InterventionActQueries,
  LeaseQueries,
  MarkQueries,
  OutboxQueries,
  OutboxViewQueries,
  OutreachStops,
  PlaybookQueries,
  PracticeSettingsQueries,
  SendingQueries,
  SuppressionQueries,
  UnsubscribeLinkQueries,
  ContactRoom,
  Withdrawal,
  SequencePreviews,
  ContactService,
  EnrolmentService,
  OptOutAnswers,
  InboundService,
  TwilioHooks,
  Unsubscribing,
  ShippedPlaybooks,
  PlaybookService,
  PatientInterventionsService,
  OutboxService,
  InboundListService,
  SendingService,
  ChannelsService,
  PracticeService,
];
