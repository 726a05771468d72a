import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, MANAGEMENT, WORKING } from '../http/endpoint.js';
import { ContactService } from './contact.service.js';
import {
  AddConsentDto,
  AddedDto,
  AddSuppressionDto,
  LiftSuppressionDto,
  PatientContactDto,
  SuppressedDto,
} from './dto/contact.dto.js';

@ApiTags('outreach')
@Controller('api/v1/patients/:personId')
export class ContactController {
  constructor(private readonly contact: ContactService) {}

  /** May we contact this patient now, by which way, and everything that was said about it. */
  @Endpoint({ for: CLINICAL, audit: { event: 'contact.viewed' } })
  @Get('contact')
  getContact(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
  ): Promise<PatientContactDto> {
    return this.contact.show(caller, personId);
  }

  /** Writes down what the patient allowed or refused. Nothing is ever changed in that ledger, only added. */
  @Endpoint({ for: WORKING, audit: { event: 'consent.recorded' } })
  @Post('consents')
  async addConsent(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() wanted: AddConsentDto,
  ): Promise<AddedDto> {
    return { id: await this.contact.addConsent(caller, personId, wanted) };
  }

  /** Keeps an address of the patient from being used. */
  @Endpoint({ for: WORKING, audit: { event: 'suppression.set' } })
  @Post('suppressions')
  addSuppression(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() wanted: AddSuppressionDto,
  ): Promise<SuppressedDto> {
    return this.contact.suppress(caller, personId, wanted);
  }

  /** Takes back what staff set, saying why. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'suppression.lifted' } })
  @Delete('suppressions/:id')
  @HttpCode(204)
  liftSuppression(
    @SignedIn() caller: Caller,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { because }: LiftSuppressionDto,
  ): Promise<void> {
    return this.contact.lift(caller, personId, id, because);
  }
}
