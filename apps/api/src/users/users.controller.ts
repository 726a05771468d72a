import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { ChangeUserDto, CreatedUserDto, CreateUserDto, SignInLinkDto, UserListDto } from './dto/user.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** Everybody who works for this practice or is invited to, and as what. */
  @Endpoint({ for: ['admin'], audit: { none: 'no patient, no change' } })
  @Get()
  async listUsers(@SignedIn() caller: Caller): Promise<UserListDto> {
    return { items: await this.users.list(caller) };
  }

  /** Invites a person into this practice; they are a member once they open the one-time link. */
  @Endpoint({ for: ['admin'], audit: { event: 'user.added' } })
  @Post()
  createUser(
    @SignedIn() caller: Caller,
    @Body() wanted: CreateUserDto,
    @Req() request: FastifyRequest,
  ): Promise<CreatedUserDto> {
    return this.users.add(caller, wanted, request);
  }

  /** Changes what a person may do here; without any role they are no member any more. Acts on their next request. */
  @Endpoint({ for: ['admin'], audit: { event: 'user.roles_changed' } })
  @Patch(':id')
  @HttpCode(204)
  changeUser(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { roles }: ChangeUserDto,
  ): Promise<void> {
    return this.users.changeRoles(caller, id, roles);
  }

  /** A new one-time link, for somebody invited or somebody who cannot sign in any more. */
  @Endpoint({ for: ['admin'], audit: { event: 'user.link_issued' } })
  @Post(':id/link')
  issueLink(
    @SignedIn() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
  ): Promise<SignInLinkDto> {
    return this.users.issueLink(caller, id, request);
  }
}
