import cookie from '@fastify/cookie';
import { ValidationPipe } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Address } from './address.js';
import { cutOffSenders } from './cut-off.js';
import { refuseDeepJson } from './json-depth.js';
import { NestLog } from './nest-log.js';
import { logRequests } from './request-log.js';
import { refuseForeignChanges } from './same-origin.js';
import { setSecurityHeaders } from './security-headers.js';

const BODY_LIMIT_BYTES = 256 * 1024;

export interface ServerSettings {
  address: Address;
  trustProxy: boolean;
  logger: Logger;
}

/** A Nest application with everything every request passes, in the order in which it passes it. Not listening yet. */
export async function createServer(module: DynamicModule, settings: ServerSettings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: settings.trustProxy,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => uuidv7(),
    // Waits for running requests when closing, without waiting for idle keep-alive connections.
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(settings.logger),
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  logRequests(fastify, settings.logger);
  cutOffSenders(fastify);
  await setSecurityHeaders(fastify, settings.address.secure);
  refuseForeignChanges(fastify, settings.address);
  await fastify.register(cookie);
  refuseDeepJson(fastify);
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      // What was sent is not sent back: it may be what somebody typed about a patient.
      validationError: { target: false, value: false },
    }),
  );
  return app;
}
