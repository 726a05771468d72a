import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.js';
import { Address } from './http/address.js';
import { describeApi, serveApiDocs } from './http/api-docs.js';
import { ConsoleFiles } from './http/console-files.js';
import { createServer } from './http/server.js';
import { takeRawBodies } from './intake/raw-bodies.js';
import type { ApiOptions } from './options.js';
import { takeOneClickForms } from './outreach/one-click-forms.js';

/**
 * The HTTP API with the console, ready to listen: `await api.listen(port, host)`, later `await api.close()`. In process
 * for `keepwell up` and for tests; on its own in main.ts.
 */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const address = new Address(options.publicUrl);
  const app = await createServer(ApiModule.with(options), {
    address,
    trustProxy: options.trustProxy,
    logger: options.logger,
  });
  const fastify = app.getHttpAdapter().getInstance();
  takeOneClickForms(fastify);
  takeRawBodies(fastify);
  await app.get(ConsoleFiles).register(fastify);
  serveApiDocs(fastify, () => describeApi(app));
  return app;
}
