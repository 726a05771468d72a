import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

interface Answer {
  status?: number;
  body?: unknown;
}

/**
 * The other end of the HTTP contract (docs/decisions/0002-http-api.md), on loopback. A test says what is answered;
 * every request is kept, so that it can also say what must never be asked.
 */
export class ContractServer {
  readonly asked: Asked[] = [];
  private readonly answers = new Map<string, (asked: Asked) => Answer>();
  private readonly likes: [key: RegExp, how: (asked: Asked) => Answer][] = [];
  private readonly streams = new Set<ServerResponse>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private server: Server | null = null;

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.handle(request, response));
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((done) => {
      if (this.server === null) done();
      else this.server.close(() => done());
    });
  }

  /** What a route answers from now on; `path` without `/api/v1`. */
  answer(method: string, path: string, how: Answer | ((asked: Asked) => Answer)): this {
    this.answers.set(`${method} ${path}`, typeof how === 'function' ? how : () => how);
    return this;
  }

  /** What every route of a form answers that has no answer of its own, e.g. that of any patient. */
  answerLike(method: string, path: RegExp, how: Answer): this {
    this.likes.push([new RegExp(`^${method} ${path.source}$`), () => how]);
    return this;
  }

  /** Leaves a route without an answer until the returned function is called. */
  hold(method: string, path: string): () => void {
    const key = `${method} ${path}`;
    const answered = this.answers.get(key);
    const waiting: (() => void)[] = [];
    this.answers.set(key, () => ({ status: -1 }));
    this.waiting.set(key, waiting);
    return () => {
      if (answered !== undefined) this.answers.set(key, answered);
      for (const go of waiting) go();
    };
  }

  /** Says something on the live channel. */
  tell(event: string, data: unknown): void {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  get listeners(): number {
    return this.streams.size;
  }

  askedFor(method: string, path: string): Asked[] {
    return this.asked.filter((one) => one.method === method && one.path === path);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://server');
    const path = url.pathname.replace('/api/v1', '');
    const text = Buffer.concat(chunks).toString();
    const asked: Asked = {
      method: request.method ?? 'GET',
      path,
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.asked.push(asked);
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: ping\ndata: {}\n\n');
      this.streams.add(response);
      // The request has long been read; only the response knows when the stream ends.
      response.on('close', () => this.streams.delete(response));
      return;
    }
    const key = `${asked.method} ${path}`;
    const send = () => {
      const answer = this.answers.get(key) ?? this.likes.find(([like]) => like.test(key))?.[1];
      const { status = 200, body } = answer?.(asked) ?? notFound;
      if (status === -1) {
        this.waiting.get(key)?.push(send);
        return;
      }
      const type = status >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(status, { 'content-type': type }).end(body === undefined ? '' : JSON.stringify(body));
    };
    send();
  }
}

const notFound: Answer = {
  status: 404,
  body: { status: 404, code: 'not_found', detail: 'No such route.', requestId: 'r0' },
};
