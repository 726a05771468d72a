import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONSOLE_DIR } from './tokens.js';

const NONCE_PLACE = /__CSP_NONCE__/g;
const PROGRAMS = /^\/(api|healthz|readyz|metrics|assets)(\/|$|\?)/;

/** The built console: its files as they are, its one page for every address that a person can stand on. */
@Injectable()
export class ConsoleFiles {
  private readonly dir: string | null;
  private page: string | null = null;

  constructor(@Inject(CONSOLE_DIR) consoleDir: string | null) {
    this.dir = consoleDir !== null && existsSync(join(consoleDir, 'index.html')) ? consoleDir : null;
  }

  async register(fastify: FastifyInstance): Promise<void> {
    if (this.dir === null) return;
    this.page = await readFile(join(this.dir, 'index.html'), 'utf8');
    await fastify.register(fastifyStatic, {
      root: this.dir,
      wildcard: false,
      index: false,
      globIgnore: ['**/index.html'],
      // Vite names files by their content, so a name never changes its meaning.
      immutable: true,
      maxAge: '365d',
    });
  }

  /** Whether an address nobody else answered is a page of the console. */
  answers(request: FastifyRequest): boolean {
    const wantsPage = request.headers.accept?.includes('text/html') ?? false;
    return this.page !== null && request.method === 'GET' && wantsPage && !PROGRAMS.test(request.url);
  }

  async sendPage(reply: FastifyReply): Promise<void> {
    const page = (this.page ?? '').replace(NONCE_PLACE, reply.cspNonce.style);
    await reply.status(200).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
  }
}
