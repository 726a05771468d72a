import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './answer.js';
import { readBody } from './body.js';
import { CannotHappen, SPANS, type PracticeControl } from './control.js';
import type { Habits } from './habits.js';
import { RESOURCE_TYPES, type Json, type ResourceType } from './resource.js';

/**
 * `/_sim`: the strings of the puppet. Only on loopback, and never for a web page: whatever carries an Origin is refused, so
 * that no site can pull them through somebody's browser.
 */
export async function controlRoute(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  control: PracticeControl,
  setHabits: (habits: Habits) => void,
): Promise<void> {
  if (request.headers.origin !== undefined) {
    answerJson(response, 403, { error: 'The control of the simulated practice is not for web pages' });
    return;
  }
  try {
    const answer = await happen(request, path, control, setHabits);
    answerJson(
      response,
      answer === undefined ? 404 : 200,
      answer ?? { error: `There is no ${request.method} ${path}` },
    );
  } catch (error) {
    if (!(error instanceof CannotHappen)) throw error;
    answerJson(response, 409, { error: error.message });
  }
}

async function happen(
  request: IncomingMessage,
  path: string,
  control: PracticeControl,
  setHabits: (habits: Habits) => void,
): Promise<Json | undefined> {
  const [area, id, verb] = path.split('/').filter(Boolean).slice(1);
  if (request.method === 'GET' && area === undefined) {
    return { now: new Date(control.now()).toISOString(), offTrack: control.offTrack() };
  }
  if (request.method === 'DELETE' && area !== undefined && id !== undefined) {
    control.remove(resourceType(area), id);
    return { deleted: `${area}/${id}` };
  }
  if (request.method !== 'POST') return undefined;
  const body = await readJson(request);
  if (area === 'advance' && id === undefined) return { now: new Date(control.advance(spanOf(body))).toISOString() };
  if (area === 'habits' && id === undefined) {
    setHabits(body as Habits);
    return { habits: body as Json };
  }
  if (area !== 'patients' || id === undefined) return undefined;
  if (verb === 'book') {
    const inDays = body['inDays'];
    return { ...control.book(id, typeof inDays === 'number' ? { inDays } : {}) };
  }
  if (verb === 'cancel') return { ...control.cancel(id, body['by'] === 'clinic' ? 'clinic' : 'patient') };
  if (verb === 'visit') return { ...control.visit(id) };
  if (verb === 'no-show') return { ...control.noShow(id) };
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

function resourceType(text: string): ResourceType {
  const type = RESOURCE_TYPES.find((known) => known === text);
  if (type === undefined) throw new CannotHappen(`There is no resource type ${text} here`);
  return type;
}
