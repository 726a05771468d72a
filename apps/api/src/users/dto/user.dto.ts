import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import { ROLES } from '@keepwell/database';
import type { Role } from '@keepwell/database';

export class CreateUserDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @Length(1, 120)
  displayName: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class ChangeUserDto {
  /** All roles in this practice from now on; an empty list ends the membership. */
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class UserDto {
  id: string;
  email: string;
  displayName: string;
  roles: Role[];
  disabled: boolean;
  /** Has chosen a password. */
  active: boolean;
  lastSeenAt: string | null;
}

export class UserListDto {
  items: UserDto[];
}

export class CreatedUserDto extends UserDto {
  /** One-time link to hand over by a safe way; null for someone who can sign in already. */
  link: string | null;
}

export class SignInLinkDto {
  /** Works once, for 24 hours. */
  link: string;
}
