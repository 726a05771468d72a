import { IsEmail, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, MinLength } from 'class-validator';
import type { Role } from '@keepwell/database';

export class SignInDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @Length(1, 512)
  password: string;
}

export class UseLinkDto {
  /** The part of the link behind `#token=`. */
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'token is not the token of a link' })
  token: string;

  /** A new one; or, for an account that works for another practice too, the one it has. */
  @IsOptional()
  @IsString()
  @Length(1, 512)
  password?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  displayName?: string;
}

export class ChoosePracticeDto {
  @IsUUID()
  practiceId: string;
}

export class SessionUserDto {
  id: string;
  email: string;
  displayName: string;
}

export class SessionPracticeDto {
  id: string;
  name: string;
  timezone: string;
  /** A simulated practice: nobody in it exists. */
  demo: boolean;
}

export class PracticeChoiceDto {
  id: string;
  name: string;
}

export class SessionDto {
  user: SessionUserDto;
  practice: SessionPracticeDto;
  roles: Role[];
  practices: PracticeChoiceDto[];
  /** End of the session, whatever happens (ISO 8601, UTC). */
  expiresAt: string;
  /** The session ends after this many seconds without a request of the person. */
  idleSeconds: number;
  /** When that will be if nothing more is asked. */
  idleEndsAt: string;
}
