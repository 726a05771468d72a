import { openFolders } from '@keepwell/connector-sdk';
import { createDataSource, Database } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApiModule } from './api.module.js';
import { describeApi } from './http/api-docs.js';
import { createApiLogger } from './http/api-logger.js';

/**
 * The description of the API without starting it: nothing is connected and nothing listens. Only the built server knows
 * the types of bodies and answers, because the compiler writes them down.
 */
export async function describeApiWithoutStarting(): Promise<OpenAPIObject> {
  const module = ApiModule.with({
    database: new Database(createDataSource({ url: 'postgresql://127.0.0.1/none' })),
    databaseUrl: 'postgresql://127.0.0.1/none',
    masterKey: Buffer.alloc(32),
    http: createGuardedHttp({ exceptions: [] }),
    folders: openFolders({ allow: [] }),
    logger: createApiLogger('silent'),
    publicUrl: null,
    trustProxy: false,
    consoleDir: null,
    queueHealth: null,
  });
  const app = await NestFactory.create(module, new FastifyAdapter(), { preview: true, logger: false });
  try {
    return describeApi(app);
  } finally {
    await app.close();
  }
}
