import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database, SessionQueries, UserQueries } from '@keepwell/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Endpoint } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { SignedIn } from './caller.js';
import type { Caller } from './caller.js';
import { ChoosePracticeDto, SessionDto, SignInDto, UseLinkDto } from './dto/session.dto.js';
import { PracticeWork } from './practice-work.js';
import { IDLE_MS } from './session-times.js';
import { Sessions } from './sessions.js';
import { SignInByLink } from './sign-in-by-link.js';
import { SignIn } from './sign-in.js';

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly signInByLink: SignInByLink,
    private readonly sessions: Sessions,
    private readonly sessionQueries: SessionQueries,
    private readonly users: UserQueries,
    private readonly database: Database,
    private readonly work: PracticeWork,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  /** Signs in; the answer sets the cookie. */
  @Endpoint({ for: 'everyone', audit: { event: 'session.opened' } })
  @Post()
  @HttpCode(204)
  async open(
    @Body() { email, password }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.setCookie(reply, await this.signIn.byPassword(email, password, this.attemptOf(request)));
  }

  /**
   * Uses a one-time link into one practice: makes an invited person its member, or lets a member choose a new password.
   * An account that works elsewhere too keeps its password and must show it, or be signed in.
   */
  @Endpoint({ for: 'everyone', audit: { event: 'session.opened_by_link' } })
  @Post('link')
  @HttpCode(204)
  async useLink(
    @Body() { token, ...wanted }: UseLinkDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.setCookie(reply, await this.signInByLink.open(token, wanted, this.attemptOf(request)));
  }

  /** Who is signed in, for which practice, as what, until when. */
  @Endpoint({ for: 'member', audit: { none: 'a person asking who they are' } })
  @Get()
  async session(@SignedIn() caller: Caller): Promise<SessionDto> {
    const session = await this.sessions.findByHash(caller.sessionHash, true);
    const practices = await this.database.inUser(caller.userId, (tx) => this.users.practicesOf(tx, caller.userId));
    const practice = practices.find(({ id }) => id === caller.practiceId);
    if (session === null || practice === undefined) throw new Problem('not_signed_in');
    const idleEndsAt = Math.min(session.lastSeenAt.getTime() + IDLE_MS, session.expiresAt.getTime());
    return {
      user: { id: session.userId, email: session.email, displayName: session.displayName },
      practice,
      roles: session.roles,
      practices: practices.map(({ id, name }) => ({ id, name })),
      expiresAt: session.expiresAt.toISOString(),
      idleSeconds: IDLE_MS / 1000,
      idleEndsAt: new Date(idleEndsAt).toISOString(),
    };
  }

  /** Works for another of one's practices from now on, with a new token. */
  @Endpoint({ for: 'member', audit: { event: 'session.practice_chosen' } })
  @Post('practice')
  @HttpCode(204)
  async choosePractice(
    @Body() { practiceId }: ChoosePracticeDto,
    @SignedIn() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const practices = await this.database.inUser(caller.userId, (tx) => this.users.practicesOf(tx, caller.userId));
    if (!practices.some(({ id }) => id === practiceId)) throw new Problem('not_found', 'There is no such practice.');
    // Recorded where the person goes: that practice wants to know who came.
    const token = await this.work.run({ ...caller, practiceId }, async (tx, trail) => {
      trail.about('user', caller.userId);
      return this.sessions.open(tx, caller.userId, practiceId, request.cookies[this.address.cookieName]);
    });
    this.setCookie(reply, token);
  }

  /** Signs out: the session ends here, and the browser forgets what it kept. */
  @Endpoint({ for: 'member', audit: { event: 'session.closed' } })
  @Delete()
  @HttpCode(204)
  async close(@SignedIn() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      trail.about('user', caller.userId);
      await this.sessionQueries.revoke(tx, caller.sessionHash, new Date(this.clock.now()));
    });
    void reply
      .clearCookie(this.address.cookieName, this.cookieOptions())
      .header('clear-site-data', '"cache", "storage"');
  }

  private attemptOf(request: FastifyRequest): { ip: string; requestId: string; cookie: string | undefined } {
    return { ip: request.ip, requestId: request.id, cookie: request.cookies[this.address.cookieName] };
  }

  private setCookie(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.address.cookieName, token, this.cookieOptions());
  }

  /** Without a lifetime: the cookie ends with the browser, the session when the server says so. */
  private cookieOptions(): { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.address.secure };
  }
}
