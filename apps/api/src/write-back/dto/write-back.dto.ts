import { ApiProperty } from '@nestjs/swagger';
import { WRITE_STATES } from '@keepwell/database';
import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageDto } from '../../http/dto/page.dto.js';

type State = 'pending' | 'sending' | 'unknown' | 'review' | 'confirmed' | 'failed' | 'cancelled';
type Kind = 'log_contact' | 'book' | 'cancel';

export class WriteStepDto {
  at: string;
  state: State;
  says: string | null;
  /** Null: the system. */
  byName: string | null;
}

/** What it is about, as it stood when it was asked for. */
export class WriteShownDto {
  startsAt?: string;
  endsAt?: string | null;
  practitionerName?: string | null;
  locationName?: string | null;
  serviceName?: string | null;
  channel?: string;
  direction?: string;
}

export class WriteOperationDto {
  id: string;
  connectionId: string;
  connectionName: string;
  kind: Kind;
  /**
   * `pending` waits its turn, `sending` is under way, `unknown`: the other side did not answer, we look whether it stands there;
   * `review`: a person must look; `confirmed`: it stands there; `failed`: it does not; `cancelled`: it never left.
   */
  state: State;
  /** A sentence for the person who asked. */
  says: string | null;
  /** The other side's id of what was written. */
  ref: string | null;
  personId: string;
  caseId: string | null;
  /** The operation that must be confirmed before this one leaves. */
  afterId: string | null;
  shown: WriteShownDto;
  attempts: number;
  /** Null: the system, because the connection is set to. */
  askedByName: string | null;
  askedAt: string;
  sentAt: string | null;
  endedAt: string | null;
  /** What became of it, oldest first. */
  steps: WriteStepDto[];
}

export class WritePageDto {
  items: WriteOperationDto[];
  nextCursor: string | null;
}

export class WriteOperationsDto {
  operations: WriteOperationDto[];
}

export class ListWritesDto extends PageDto {
  /** Default: all of them. */
  @IsOptional()
  @IsIn(WRITE_STATES)
  state?: State;
}

export class ResolveWriteDto {
  /** What a person found in the other system. */
  @IsIn(['confirmed', 'failed'])
  as: 'confirmed' | 'failed';
}

/** A booking, a cancellation, or both at once, in the system the patient's bookings come from. */
export class WriteBackDto {
  /** `reschedule`: the new booking first, and the old one goes when the new one stands. */
  @IsIn(['book', 'cancel', 'reschedule'])
  kind: 'book' | 'cancel' | 'reschedule';

  /** In which system; needed to book where the patient is known to more than one that takes bookings. */
  @IsOptional()
  @IsUUID()
  connectionId?: string;

  /** To cancel or move: our id of the booking. */
  @IsOptional()
  @IsUUID()
  appointmentId?: string;

  /** To book or move: an instant with its offset. */
  @IsOptional()
  @IsISO8601({ strict: true })
  startsAt?: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  endsAt?: string;

  @IsOptional()
  @IsUUID()
  practitionerId?: string;

  @IsOptional()
  @IsUUID()
  locationId?: string;

  @IsOptional()
  @IsUUID()
  serviceId?: string;

  /** Shown to those who work there. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string;

  /** Why it is cancelled: a code of the other side, or free text where it has none. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class NamedDto {
  id: string;
  name: string | null;
}

export class UpcomingDto {
  id: string;
  connectionId: string;
  startsAt: string;
  endsAt: string | null;
  status: string;
  practitionerName: string | null;
  serviceName: string | null;
  locationName: string | null;
}

export class BookingSystemDto {
  connectionId: string;
  name: string;
  /** What it takes from us for this patient. */
  kinds: Kind[];
  practitioners: NamedDto[];
  locations: NamedDto[];
  services: NamedDto[];
}

export class WriteBackRoomDto {
  systems: BookingSystemDto[];
  /** The patient's bookings from now on. */
  upcoming: UpcomingDto[];
  operations: WriteOperationDto[];
  /** What stands in the way of any booking for this patient; empty: nothing. */
  @ApiProperty({ type: [String] })
  problems: string[];
}
