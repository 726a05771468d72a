import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

/** The description of this API, from its controllers. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Keepwell')
    .setDescription(
      'Finds off-track patients early, says why, and helps a retention team bring them back. ' +
        'Changes carry `x-keepwell: 1` and the Origin of the console; errors are `application/problem+json`.',
    )
    .setVersion('1')
    .addCookieAuth('keepwell')
    .build();
  return SwaggerModule.createDocument(app, about, { operationIdFactory: (_controller, method) => method });
}

/** The parts of the page that SwaggerModule would inline, which our content policy forbids. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Keepwell API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers['x-keepwell'] = '1';
    return request;
  },
});
`;

/** `/api/docs` and `/api/openapi.json`, from our own address alone: no third party, nothing inline. */
export function serveApiDocs(fastify: FastifyInstance, describe: () => OpenAPIObject): void {
  const files = swaggerUiFolder();
  let description: string | undefined;

  fastify.get('/api/openapi.json', (_request, reply) => {
    description ??= JSON.stringify(describe());
    void reply.type('application/json; charset=utf-8').send(description);
  });
  fastify.get('/api/docs', (_request, reply) => {
    void reply.type('text/html; charset=utf-8').send(PAGE);
  });
  fastify.get('/api/docs/start.js', (_request, reply) => {
    void reply.type('text/javascript; charset=utf-8').send(START);
  });
  for (const [name, type] of [
    ['swagger-ui.css', 'text/css'],
    ['swagger-ui-bundle.js', 'text/javascript'],
  ] as const) {
    fastify.get(`/api/docs/${name}`, async (_request, reply) => {
      await reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'public, max-age=3600')
        .send(await readFile(join(files, name)));
    });
  }
}

/** Comes with @nestjs/swagger, so it is looked for from there. */
function swaggerUiFolder(): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json'));
}
