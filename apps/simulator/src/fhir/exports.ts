import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instant } from '@keepwell/domain/records';
import { answerJson, answerProblem } from './answer.js';
import type { ExportHabits } from './habits.js';
import { isoInstant, RESOURCE_TYPES, type Json, type ResourceType } from './resource.js';
import type { FhirStore } from './store.js';

interface Exported {
  id: string;
  request: string;
  transactionTime: Instant;
  /** Each holds whole lines, as they stood when the export was asked for. */
  files: { what: 'output' | 'deleted' | 'error'; type: string; lines: string[] }[];
  looks: number;
  /** How often each file was asked for. */
  asked: number[];
  requests: number;
}

/** Lines in one file: small, so that there are several. */
const LINES_IN_FILE = 500;

/** Bulk Data Access: an export of the practice as it stands when it is asked for. */
export class Exports {
  private readonly known = new Map<string, Exported>();

  constructor(
    private readonly store: FhirStore,
    private readonly base: string,
    private readonly surroundings: { now: () => Instant; habits: () => ExportHabits; needsToken: boolean },
  ) {}

  /** `$export`, `Patient/$export`, `Group/1/$export`, and below `_export/` what became of it. False: none of these. */
  answer(request: IncomingMessage, response: ServerResponse, url: URL): boolean {
    const path = url.pathname.split('/').slice(2);
    if (path.at(-1) === '$export') {
      this.kickOff(request, response, url);
      return true;
    }
    if (path[0] !== '_export') return false;
    const { forgetsAfter = Infinity } = this.surroundings.habits();
    const found = this.known.get(path[1] ?? '');
    if (found === undefined || (found.requests += 1) > forgetsAfter) {
      answerProblem(response, 404, 'not-found', 'This export is not known here (any more)');
    } else if (request.method === 'DELETE') {
      this.known.delete(found.id);
      response.writeHead(202).end();
    } else if (path[2] === undefined) this.tell(response, found);
    else this.file(request, response, found, Number(path[2].replace(/\.ndjson$/, '')));
    return true;
  }

  /** Exports that nobody has said are not needed any more. */
  get kept(): number {
    return this.known.size;
  }

  private kickOff(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (!/respond-async/.test(String(request.headers['prefer'] ?? ''))) {
      return answerProblem(response, 400, 'invalid', 'An export is asked for with Prefer: respond-async');
    }
    const asked = (url.searchParams.get('_type') ?? RESOURCE_TYPES.join(',')).split(',');
    const { withoutTypes = [], lenient = false } = this.surroundings.habits();
    const unknown = asked.filter((type) => !isType(type) || withoutTypes.includes(type));
    if (unknown.length > 0 && !lenient) {
      return answerProblem(response, 400, 'not-supported', `These types are not exported here: ${unknown.join(', ')}`);
    }
    const since = Date.parse(url.searchParams.get('_since') ?? '');
    const types = asked.filter(isType).filter((type) => !withoutTypes.includes(type));
    const id = randomUUID();
    const files = this.filesOf(types, Number.isNaN(since) ? null : since);
    this.known.set(id, {
      ...{ id, files, request: url.href, transactionTime: this.surroundings.now() },
      ...{ looks: 0, asked: files.map(() => 0), requests: 0 },
    });
    response.writeHead(202, { 'content-location': `${this.base}/_export/${id}` }).end();
  }

  private filesOf(types: ResourceType[], since: Instant | null): Exported['files'] {
    const { errors = [], withoutDeleted = false } = this.surroundings.habits();
    const files: Exported['files'] = [];
    for (const type of types) {
      const lines = this.store
        .byUpdate(type)
        .filter(({ lastUpdated }) => since === null || lastUpdated >= since)
        .map(({ resource }) => JSON.stringify(resource));
      for (let from = 0; from < lines.length; from += LINES_IN_FILE) {
        files.push({ what: 'output', type, lines: lines.slice(from, from + LINES_IN_FILE) });
      }
    }
    const gone = since === null || withoutDeleted ? [] : types.flatMap((type) => this.store.deletedSince(type, since));
    if (gone.length > 0) files.push({ what: 'deleted', type: 'Bundle', lines: gone.map(deletion) });
    if (errors.length > 0) files.push({ what: 'error', type: 'OperationOutcome', lines: errors.map(outcome) });
    return files;
  }

  private tell(response: ServerResponse, exported: Exported): void {
    const { looks = 0, retryAfterSeconds, endless = false, eager } = this.surroundings.habits();
    exported.looks += 1;
    const after: Record<string, string> =
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    if (eager !== undefined && exported.looks % eager === 0) {
      return answerProblem(response, 429, 'throttled', 'You ask too often', after);
    }
    if (endless || exported.looks <= looks) {
      const progress = `${Math.floor((100 * exported.looks) / (looks + 1))}% done`;
      response.writeHead(202, { 'x-progress': progress, ...after }).end();
      return;
    }
    const { told = 0 } = this.surroundings.habits();
    const listed = (what: Exported['files'][number]['what']): Json[] =>
      exported.files.flatMap((file, index) =>
        file.what === what
          ? [
              {
                type: file.type,
                url: `${this.base}/_export/${exported.id}/${index}.ndjson`,
                count: file.lines.length + told,
              },
            ]
          : [],
      );
    const manifest: Json = {
      transactionTime: isoInstant(exported.transactionTime),
      request: exported.request,
      requiresAccessToken: this.surroundings.needsToken,
      output: listed('output'),
      deleted: listed('deleted'),
      error: listed('error'),
    };
    answerJson(response, 200, manifest, { 'content-type': 'application/json' });
  }

  private file(request: IncomingMessage, response: ServerResponse, exported: Exported, index: number): void {
    const file = exported.files[index];
    if (file === undefined) return answerProblem(response, 404, 'not-found', 'There is no such file');
    const times = (exported.asked[index] ?? 0) + 1;
    exported.asked[index] = times;
    const { cut, withoutRanges = false } = this.surroundings.habits();
    const whole = Buffer.from(file.lines.map((line) => `${line}\n`).join(''));
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const from = asked === undefined || withoutRanges ? 0 : Number(asked);
    if (from >= whole.length && from > 0) return answerProblem(response, 416, 'invalid', 'Nothing stands there');
    const cuts = cut !== undefined && times <= cut.times && (cut.type === undefined || cut.type === file.type);
    const rest = whole.subarray(from, cuts ? Math.max(from, whole.length - CUT_BYTES) : whole.length);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-type': 'application/fhir+ndjson',
      ...(from > 0 ? { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {}),
    });
    response.end(rest);
  }
}

/** A file that is cut loses so much of its last line. */
const CUT_BYTES = 20;

function isType(type: string): type is ResourceType {
  return RESOURCE_TYPES.some((known) => known === type);
}

function deletion({ type, id }: { type: ResourceType; id: string }): string {
  const entry = [{ request: { method: 'DELETE', url: `${type}/${id}` } }];
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

function outcome(code: string): string {
  return JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
}
