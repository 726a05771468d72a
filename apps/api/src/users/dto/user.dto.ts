import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import { ROLES } from '../../http/endpoint.js';
import type { Role } from '../../http/endpoint.js';

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
  /** All roles in this practice; an empty list ends the membership. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];

  /** Ends every session of this user at once; refused for people who also work for another practice. */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;
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
