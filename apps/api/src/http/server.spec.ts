import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max } from 'class-validator';
import pino from 'pino';
import { Address } from './address.js';
import { ConsoleFiles } from './console-files.js';
import { Problem } from './problem.js';
import { ProblemFilter } from './problem.filter.js';
import { createServer } from './server.js';
import { API_LOGGER, CONSOLE_DIR } from './tokens.js';

class EchoDto {
  @IsString()
  text: string;
}

class ListDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(200)
  limit?: number;
}

@Controller('api/v1/things')
class ThingsController {
  @Get()
  list(@Query() { limit = 50 }: ListDto): { limit: number } {
    return { limit };
  }

  @Get('broken')
  broken(): never {
    throw new Error('Ms Ada Lovelace was born on 1815-12-10');
  }

  @Get('away')
  away(): never {
    throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
  }

  @Get('busy')
  busy(): never {
    throw new Problem('too_many_attempts', undefined, { retryAfterSeconds: 60 });
  }

  @Get(':name')
  one(@Param('name') name: string): { name: string } {
    return { name };
  }

  @Post()
  echo(@Body() { text }: EchoDto): { text: string } {
    return { text };
  }
}

const lines: string[] = [];
let app: NestFastifyApplication;
let url: string;
let consoleDir: string;

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/things`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keepwell': '1', origin: url, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function start(publicUrl: string | null): Promise<NestFastifyApplication> {
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  @Module({})
  class Things {}
  const server = await createServer(
    {
      module: Things,
      controllers: [ThingsController],
      providers: [
        { provide: API_LOGGER, useValue: logger },
        { provide: CONSOLE_DIR, useValue: consoleDir },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ConsoleFiles,
      ],
    },
    { address: new Address(publicUrl), trustProxy: false, logger },
  );
  await server.get(ConsoleFiles).register(server.getHttpAdapter().getInstance());
  await server.listen(0, '127.0.0.1');
  return server;
}

beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), 'console-'));
  await mkdir(join(consoleDir, 'assets'));
  await writeFile(join(consoleDir, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  await writeFile(join(consoleDir, 'assets', 'a.js'), 'export {}');
  app = await start(null);
  url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});

afterAll(async () => {
  await app.close();
  await rm(consoleDir, { recursive: true });
});

describe('every answer', () => {
  it.each(['/api/v1/things', '/api/v1/nothing', '/', '/api/v1/things/broken', '/assets/a.js'])(
    'W-01 carries the security headers: %s',
    async (path) => {
      const { headers } = await fetch(url + path, { headers: { accept: 'text/html' } });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toMatch(/style-src 'self' 'nonce-[0-9a-f]{32}'/);
      expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}'/);
      for (const none of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy).toContain(`${none} 'none'`);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('cache-control')).toBe(
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    },
  );

  it('W-01 tells browsers to stay on https, where it is reached by https', async () => {
    const secured = await start('https://keepwell.example.org');
    try {
      const { headers } = await fetch(`${await secured.getUrl()}/api/v1/things`);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    } finally {
      await secured.close();
    }
    expect((await fetch(`${url}/api/v1/things`)).headers.get('strict-transport-security')).toBeNull();
  });

  it('has a nonce of its own, and the page of the console carries it', async () => {
    const pages = await Promise.all([1, 2].map(() => fetch(`${url}/patients/7`, { headers: { accept: 'text/html' } })));
    const nonces = await Promise.all(
      pages.map(async (page) => {
        expect(page.status).toBe(200);
        const [, nonce = ''] = /content="([0-9a-f]+)"/.exec(await page.text()) ?? [];
        expect(page.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });
});

describe('a change', () => {
  it.each([
    ['without our header', { 'x-keepwell': '' }],
    ['without an origin', { origin: '' }],
    ['from another origin', { origin: 'http://evil.example' }],
    ['from another port', { origin: 'http://127.0.0.1:1' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])('W-02 is refused %s', async (_case, headers) => {
    const answer = await post({ text: 'x' }, headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'origin_refused' });
  });

  it('W-02 is refused by a name this server does not know, so that a foreign name cannot point at this computer', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { host: 'evil.example', origin: 'http://evil.example', 'x-keepwell': '1' },
      payload: { text: 'x' },
    });
    expect(answer.statusCode).toBe(403);
  });

  it('goes through from the console itself', async () => {
    const answer = await post({ text: 'x' }, { 'sec-fetch-site': 'same-origin' });
    expect([answer.status, await answer.json()]).toEqual([201, { text: 'x' }]);
  });
});

describe('a body', () => {
  it.each([
    ['an unknown key', { text: 'x', tenantId: 'y' }],
    ['a missing key', {}],
    ['another type', { text: 5 }],
    ['no object', '[]'],
    ['broken JSON', '{"text": "x'],
    ['X-05 a prototype', '{"text":"x","__proto__":{"role":"admin"}}'],
    ['X-05 a constructor', '{"text":"x","constructor":{"prototype":{"role":"admin"}}}'],
    ['W-03 a depth of 100', `{"text":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['X-28 a depth of 100,000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('W-03 X-04 is refused with %s', async (_case, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toEqual(
      expect.objectContaining({ code: 'invalid_request', status: 400, requestId: expect.any(String) }),
    );
  });

  it('W-03 is refused above 256 KiB', async () => {
    const answer = await post({ text: 'x'.repeat(256 * 1024) });
    expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ code: 'too_large' })]);
  });

  it('is refused in another media type', async () => {
    expect((await post('text=x', { 'content-type': 'text/xml' })).status).toBe(415);
  });

  it('W-03 an unknown or impossible query is refused too', async () => {
    expect((await fetch(`${url}/api/v1/things?limit=201`)).status).toBe(400);
    expect((await fetch(`${url}/api/v1/things?evil=1`)).status).toBe(400);
    expect(await (await fetch(`${url}/api/v1/things?limit=7`)).json()).toEqual({ limit: 7 });
  });
});

describe('an error', () => {
  it('X-40 W-06 nobody foresaw is one plain 500, and neither the answer nor the log quotes it', async () => {
    const answer = await fetch(`${url}/api/v1/things/broken`);
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(body)).toEqual({
      type: 'urn:keepwell:problem:internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      detail: 'Something went wrong on our side.',
      requestId: answer.headers.get('x-request-id'),
    });
    const log = lines.find((line) => line.includes('request failed')) ?? '';
    expect(log).toContain('server.spec.ts');
    expect(lines.join('') + body).not.toContain('Lovelace');
  });

  it('P-08 says 503 when the database is away, without its address', async () => {
    const answer = await fetch(`${url}/api/v1/things/away`);
    const body = await answer.text();
    expect([answer.status, JSON.parse(body)]).toEqual([503, expect.objectContaining({ code: 'database_away' })]);
    expect(body).not.toContain('10.0.0.7');
  });

  it('says when to come back', async () => {
    expect((await fetch(`${url}/api/v1/things/busy`)).headers.get('retry-after')).toBe('60');
  });

  it('of an unknown address is a problem for programs and the console for people', async () => {
    expect((await fetch(`${url}/api/v1/nothing`, { headers: { accept: 'text/html' } })).status).toBe(404);
    expect((await fetch(`${url}/nothing`, { headers: { accept: 'application/json' } })).status).toBe(404);
    expect((await fetch(`${url}/nothing`, { headers: { accept: 'text/html' } })).status).toBe(200);
  });
});

it('W-06 the log names the route, never the address', async () => {
  await fetch(`${url}/api/v1/things/Lovelace?limit=3`);
  await new Promise((done) => setTimeout(done, 20));
  expect(lines.some((line) => line.includes('"route":"/api/v1/things/:name"'))).toBe(true);
  expect(lines.join('')).not.toMatch(/Lovelace|limit=3/);
});
