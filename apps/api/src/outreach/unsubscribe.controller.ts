import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Endpoint } from '../http/endpoint.js';
import { askPage, donePage, unknownPage } from './unsubscribe-page.js';
import { Unsubscribing } from './unsubscribe.service.js';

/** Where the link of a mail leads. Outside /api: it is a page for patients. */
@ApiTags('hooks')
@Controller('u/:practiceId/:token')
export class UnsubscribeController {
  constructor(private readonly unsubscribing: Unsubscribing) {}

  /** Asks; changes nothing. */
  @Endpoint({ for: 'everyone', audit: { none: 'changes nothing and shows nothing of a patient' } })
  @ApiProduces('text/html')
  @Get()
  async showUnsubscribe(
    @Param('practiceId') practiceId: string,
    @Param('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const practice = await this.unsubscribing.look(practiceId, token);
    await send(reply, practice === null ? null : askPage(practice));
  }

  /** By the button, or by a mail program's one click (RFC 8058): nothing but the link is needed. */
  @Endpoint({ for: 'everyone', audit: { event: 'unsubscribed' } })
  @ApiProduces('text/html')
  @Post()
  @HttpCode(200)
  async unsubscribe(
    @Param('practiceId') practiceId: string,
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const everything = wantsEverything(request.body);
    const practice = await this.unsubscribing.stop(practiceId, token, everything, request.id);
    await send(reply, practice === null ? null : donePage(practice, everything));
  }
}

async function send(reply: FastifyReply, page: string | null): Promise<void> {
  await reply
    .status(page === null ? 404 : 200)
    .type('text/html; charset=utf-8')
    .header('x-robots-tag', 'noindex, nofollow')
    .send(page ?? unknownPage());
}

function wantsEverything(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'scope' in body && body.scope === 'everything';
}
