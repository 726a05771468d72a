import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { PageDto } from '../../http/dto/page.dto.js';

export class ListAuditEventsDto extends PageDto {
  /** E.g. `patient.viewed`. */
  @IsOptional()
  @Matches(/^[a-z_]+(\.[a-z_]+)+$/, { message: 'event must be the name of an event such as patient.viewed' })
  @MaxLength(64)
  event?: string;

  @IsOptional()
  @IsUUID()
  actorUserId?: string;

  /** Who touched this record: a person, a connection, a user. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  subjectId?: string;
}

export class AuditActorDto {
  id: string;
  displayName: string;
}

export class AuditEventDto {
  id: string;
  at: string;
  /** Null: Keepwell itself. */
  actor: AuditActorDto | null;
  event: string;
  subjectKind: string | null;
  subjectId: string | null;
  detail: Record<string, unknown>;
  requestId: string | null;
}

export class AuditPageDto {
  items: AuditEventDto[];
  nextCursor: string | null;
}
