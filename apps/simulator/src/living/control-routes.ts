import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.js';
import { CannotHappen, SPANS, type PracticeControl } from './control.js';

/** What hangs on the strings besides the practice itself: the server it is shown by. */
export interface Strings {
  control: PracticeControl;
  /** Sets the habits of the server, as they came: unchecked JSON. */
  setHabits: (habits: object) => void;
  /** Deletes what the server knows by these names; throws `CannotHappen` where there is no such thing. */
  remove: (area: string, id: string) => void;
}

/**
 * `/_sim`: the strings of the puppet. Only on loopback, and never for a web page: whatever carries an Origin is refused, so
 * that no site can pull them through somebody's browser.
 */
export async function controlRoute(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  strings: Strings,
): Promise<void> {
  if (request.headers.origin !== undefined) {
    answer(response, 403, { error: 'The control of the simulated practice is not for web pages' });
    return;
  }
  try {
    const happened = await happen(request, path, strings);
    answer(
      response,
      happened === undefined ? 404 : 200,
      happened ?? { error: `There is no ${request.method} ${path}` },
    );
  } catch (error) {
    if (!(error instanceof CannotHappen)) throw error;
    answer(response, 409, { error: error.message });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

async function happen(
  request: IncomingMessage,
  path: string,
  { control, setHabits, remove }: Strings,
): Promise<object | undefined> {
  const [area, id, verb] = path.split('/').filter(Boolean).slice(1);
  if (request.method === 'GET' && area === undefined) {
    return { now: new Date(control.now()).toISOString(), offTrack: control.offTrack() };
  }
  if (request.method === 'DELETE' && area !== undefined && id !== undefined) {
    remove(area, id);
    return { deleted: `${area}/${id}` };
  }
  if (request.method !== 'POST') return undefined;
  const body = await readJson(request);
  if (area === 'advance' && id === undefined) return { now: new Date(control.advance(spanOf(body))).toISOString() };
  if (area === 'habits' && id === undefined) {
    setHabits(body);
    return { habits: body };
  }
  if (area !== 'patients' || id === undefined) return undefined;
  if (verb === 'book') {
    const inDays = body['inDays'];
    return control.book(id, typeof inDays === 'number' ? { inDays } : {});
  }
  if (verb === 'cancel') return control.cancel(id, body['by'] === 'clinic' ? 'clinic' : 'patient');
  if (verb === 'visit') return control.visit(id);
  if (verb === 'no-show') return control.noShow(id);
  return undefined;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await readBody(request)) || '{}';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new CannotHappen('The body must be a JSON object');
}

/** `{ "days": 1, "hours": 2 }` */
function spanOf(body: Record<string, unknown>): number {
  let span = 0;
  for (const [unit, count] of Object.entries(body)) {
    const ms = SPANS[unit];
    if (ms === undefined || typeof count !== 'number' || !(count >= 0)) {
      throw new CannotHappen(`Say how far, as in { "days": 1 }: ${Object.keys(SPANS).join(', ')} are known`);
    }
    span += ms * count;
  }
  return span;
}
