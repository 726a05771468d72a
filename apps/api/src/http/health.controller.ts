import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Endpoint } from './endpoint.js';
import { Readiness } from './readiness.js';
import type { ReadinessReport } from './readiness.js';

const PROBE = { for: 'everyone', audit: { none: 'says nothing of a practice' } } as const;

/** Probes for whatever keeps this process running (safety P-05). */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Alive: the process answers. Asks nobody else, so that an outage elsewhere does not get us restarted. */
  @Endpoint(PROBE)
  @Get('healthz')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Endpoint(PROBE)
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    if (report.status === 'not_ready') void reply.status(503);
    return report;
  }
}
