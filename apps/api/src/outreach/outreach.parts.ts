import type { Provider, Type } from '@nestjs/common';
import {
  CaseActQueries,
  CaseWorkQueries,
  ChannelQueries,
  ConsentQueries,
  ContactLock,
  ContactQueries,
  ContactStopQueries,
  EnrolmentQueries,
  InboundQueries,
  LeaseQueries,
  MarkQueries,
  OutboxViewQueries,
  OutreachStops,
  PracticeSettingsQueries,
  SendingQueries,
  SuppressionQueries,
} from '@keepwell/database';
import { ChannelsController } from './channels.controller.js';
import { ChannelsService } from './channels.service.js';
import { ContactController } from './contact.controller.js';
import { ContactRoom } from './contact-room.js';
import { ContactService } from './contact.service.js';
import { EnrolmentService } from './enrolment.service.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { InboundController } from './inbound.controller.js';
import { InboundListService } from './inbound-list.service.js';
import { OutboxController } from './outbox.controller.js';
import { OutboxService } from './outbox.service.js';
import { PracticeController } from './practice.controller.js';
import { PracticeService } from './practice.service.js';
import { SendingController } from './sending.controller.js';
import { SendingService } from './sending.service.js';
import { SequencePreviews } from './sequence-preview.js';
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
];
export const OUTREACH_PROVIDERS: Provider[] = [
  CaseActQueries,
  CaseWorkQueries,
  ChannelQueries,
  ConsentQueries,
  ContactLock,
  ContactQueries,
  ContactStopQueries,
  EnrolmentQueries,
  InboundQueries,
  LeaseQueries,
  MarkQueries,
  OutboxViewQueries,
  OutreachStops,
  PracticeSettingsQueries,
  SendingQueries,
  SuppressionQueries,
  ContactRoom,
  Withdrawal,
  SequencePreviews,
  ContactService,
  EnrolmentService,
  OutboxService,
  InboundListService,
  SendingService,
  ChannelsService,
  PracticeService,
];
