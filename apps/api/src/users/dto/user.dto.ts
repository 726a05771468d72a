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
  /** All roles in this practice from now on; an empty list ends the membership, or takes the invitation back. */
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];
}

export class UserDto {
  /** Of the invitation until they come in, then of their account. */
  id: string;
  email: string;
  displayName: string;
  roles: Role[];
  disabled: boolean;
  /** Has opened a link of this practice and has a password; until then the roles give nothing. */
  active: boolean;
  lastSeenAt: string | null;
}

export class UserListDto {
  items: UserDto[];
}

export class CreatedUserDto extends UserDto {
  /** One-time link to hand over by a safe way: by it they come in. */
  link: string;
}

export class SignInLinkDto {
  /** Works once, for 24 hours. */
  link: string;
}
