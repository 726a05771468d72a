import { Client, type FhirResource, type SearchParams } from 'fhir-kit-client';
import { ConnectorBroken, SettingsWrong, type ConnectorContext } from '@keepwell/connector-sdk';
import { codings, isElement, isResource, many, number, one, text, type Element, type Resource } from './element.js';
import { errorOfAnswer, errorOfSilence, issueCodes, notFhir, type Failure } from './failures.js';
import type { FhirSettings } from './settings.js';
import { fhirTokens } from './token.js';

/** One page of a search. */
export interface ServerPage {
  resources: Resource[];
  /** Address of the next page: as the server gave it, and proven to lie below the base address. */
  next: string | null;
  total: number | null;
  /** The server's own clock when it answered, where it said so. */
  at: number | null;
}

/** A resource that was there and is not (410), or was never there (404). */
export const GONE = 'gone';

export interface FhirServer {
  capability(): Promise<Resource>;
  search(type: string, parameters: SearchParams): Promise<ServerPage>;
  /** `too_many`: the server finds more than it gives to one question. */
  narrowly(type: string, parameters: SearchParams): Promise<ServerPage | 'too_many'>;
  /** `expired`: the server no longer knows this page; the walk must begin again. */
  page(type: string, address: string): Promise<ServerPage | 'expired'>;
  read(type: string, id: string): Promise<Resource | typeof GONE | 'forbidden'>;
}

/** A FHIR server through fhir-kit-client: guarded, signed in, its failures told as connector errors. */
export function fhirServer(context: ConnectorContext, base: string, settings: FhirSettings): FhirServer {
  const { auth, profile } = settings;
  // `redirect: 'error'`: the guard refuses redirects; this says so to fetch as well.
  const client = new Client({
    baseUrl: base,
    requestOptions: { dispatcher: context.http.dispatcher, redirect: 'error' },
  });
  const tokens = fhirTokens(context, auth, base);
  const practice = practiceQuery(settings);
  type Ask = (options: { headers?: Record<string, string>; signal: AbortSignal }) => Promise<FhirResource>;

  async function askOnce(ask: Ask, what: string, token: string | null): Promise<FhirResource | Failure> {
    try {
      return await ask({
        ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
        signal: context.signal,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = failureIn(error);
      if (failure !== null) return failure;
      // A body of `null` or of a bare word makes the library stumble over its own bookkeeping.
      if (error instanceof TypeError && /defineProperty/.test(error.message))
        throw new ConnectorBroken(notFhir(null, what));
      throw errorOfSilence(error, what);
    }
  }

  /** A refused token is renewed once (safety V-04); what is still refused is a person's to settle. */
  async function ask(send: Ask, what: string): Promise<{ answer: FhirResource } | { failure: Failure }> {
    const token = tokens === null ? null : await tokens.token();
    let outcome = await askOnce(send, what, token);
    if (isFailure(outcome) && outcome.status === 401 && tokens !== null && token !== null) {
      tokens.drop(token);
      outcome = await askOnce(send, what, await tokens.token());
    }
    if (isFailure(outcome)) return { failure: outcome };
    if (!isResource(outcome)) throw new ConnectorBroken(notFhir(outcome, what));
    return { answer: outcome };
  }

  async function must(send: Ask, what: string): Promise<FhirResource> {
    const outcome = await ask(send, what);
    if ('failure' in outcome) throw errorOfAnswer(outcome.failure, what, context.now());
    return outcome.answer;
  }

  const pageOf = (bundle: FhirResource, type: string): ServerPage => {
    const what = `search for ${type}`;
    if (bundle.resourceType !== 'Bundle') {
      throw new ConnectorBroken(
        `The FHIR server answered the ${what} with ${bundle.resourceType} instead of a Bundle.`,
      );
    }
    const failure = failedInside(bundle);
    if (failure !== null) throw errorOfAnswer({ status: 500, retryAfter: null, body: failure }, what, context.now());
    const entries = many(bundle, 'entry').filter((entry) => text(one(entry, 'search'), 'mode') !== 'outcome');
    const resources = entries.flatMap((entry) => (isResource(entry.resource) ? [entry.resource] : []));
    return {
      resources: resources.filter((resource) => resource.resourceType !== 'OperationOutcome'),
      next: nextOf(bundle, base, what),
      total: number(bundle, 'total'),
      at: clockOf(bundle),
    };
  };

  return {
    capability: () => must((options) => client.capabilityStatement(options), 'look at its capabilities'),
    async search(type, searchParams) {
      const send: Ask = (options) =>
        client.resourceSearch({ resourceType: type, searchParams: { ...searchParams, ...practice }, options });
      return pageOf(await must(send, `search for ${type}`), type);
    },
    async narrowly(type, searchParams) {
      const send: Ask = (options) =>
        client.resourceSearch({ resourceType: type, searchParams: { ...searchParams, ...practice }, options });
      const outcome = await ask(send, `search for ${type}`);
      if (saysTooMany('answer' in outcome ? outcome.answer : outcome.failure, profile.tooMany)) return 'too_many';
      if ('answer' in outcome) return pageOf(outcome.answer, type);
      throw errorOfAnswer(outcome.failure, `search for ${type}`, context.now());
    },
    async page(type, address) {
      const outcome = await ask((options) => client.request(address, { options }), `search for ${type}`);
      if ('answer' in outcome) return pageOf(outcome.answer, type);
      const { failure } = outcome;
      if (failure.status === 404 || failure.status === 410) return 'expired';
      throw errorOfAnswer(failure, `search for ${type}`, context.now());
    },
    async read(type, id) {
      const outcome = await ask(
        (options) => client.read({ resourceType: type, id, options }),
        `reading of one ${type}`,
      );
      if ('answer' in outcome) return outcome.answer;
      const { status } = outcome.failure;
      if (status === 404 || status === 410) return GONE;
      if (status === 403) return 'forbidden';
      throw errorOfAnswer(outcome.failure, `reading of one ${type}`, context.now());
    },
  };
}

/** The parameter by which every search names the practice, at servers that hold many. */
function practiceQuery({ profile, practice }: FhirSettings): SearchParams {
  if (profile.practiceParameter === undefined) return {};
  if (practice === null) {
    throw new SettingsWrong(
      'practice_id',
      `${profile.name} wants to know which practice: set its number (practice_id).`,
    );
  }
  return { [profile.practiceParameter]: /^\d+$/.test(practice) ? `Organization/a-1.Practice-${practice}` : practice };
}

/** An answer that is cut, or refused because it would be too long: a narrower question brings it all. */
function saysTooMany(answer: FhirResource | Failure, codes: string[]): boolean {
  if (isFailure(answer) && answer.status === 422 && issueCodes(answer.body).length === 0) return true;
  const body = isFailure(answer) ? answer.body : answer;
  return issuesIn(body).some(
    (issue) =>
      text(issue, 'code') === 'too-costly' ||
      codings(issue, 'details').some((coding) => codes.includes(text(coding, 'code') ?? '')),
  );
}

/** Of an OperationOutcome, by itself or among the results. */
function issuesIn(body: unknown): Element[] {
  if (!isResource(body)) return [];
  if (body.resourceType === 'OperationOutcome') return many(body, 'issue');
  return many(body, 'entry').flatMap(({ resource }) =>
    isResource(resource) && resource.resourceType === 'OperationOutcome' ? many(resource, 'issue') : [],
  );
}

/** Hints beside the results are well; an error there says that results are missing. */
function failedInside(bundle: FhirResource): Resource | null {
  const outcomes = many(bundle, 'entry').flatMap(({ resource }) =>
    isResource(resource) && resource.resourceType === 'OperationOutcome' ? [resource] : [],
  );
  const fails = (outcome: Resource) =>
    many(outcome, 'issue').some((issue) => ['error', 'fatal'].includes(text(issue, 'severity') ?? ''));
  return outcomes.find(fails) ?? null;
}

function isFailure(value: FhirResource | Failure): value is Failure {
  return !isResource(value) && 'retryAfter' in value;
}

/** fhir-kit-client throws an Error with the answer hanging from it; `config.headers` are the *response* headers. */
function failureIn(error: unknown): Failure | null {
  if (!isElement(error)) return null;
  const status = number(one(error, 'response'), 'status');
  if (status === null) return null;
  const headers: unknown = one(error, 'config')?.headers;
  return {
    status,
    retryAfter: headers instanceof Headers ? headers.get('retry-after') : null,
    rateLimit: headers instanceof Headers ? headers.get('ratelimit') : null,
    body: one(error, 'response')?.data,
  };
}

/**
 * The library would follow any address and send our token there: only the same origin, below the base, is followed.
 * (HAPI pages at the base address itself, with a query.)
 */
function nextOf(bundle: Element, base: string, what: string): string | null {
  const link = many(bundle, 'link').find((entry) => text(entry, 'relation') === 'next');
  const said = text(link, 'url');
  if (said === null) return null;
  const root = new URL(base);
  const url = URL.canParse(said, `${base}/`) ? new URL(said, `${base}/`) : null;
  const below =
    url !== null && (url.pathname === root.pathname || url.pathname.startsWith(`${root.pathname.replace(/\/$/, '')}/`));
  if (url === null || url.origin !== root.origin || !below || url.username || url.password) {
    throw new ConnectorBroken(`The next page of the ${what} lies outside the base address: it is not followed.`);
  }
  return url.href;
}

/** The vendor's time: when the Bundle was made, else the Date header. Never ours (safety S-02). */
function clockOf(bundle: FhirResource): number | null {
  const made = Date.parse(text(one(bundle, 'meta'), 'lastUpdated') ?? '');
  if (!Number.isNaN(made)) return made;
  const header = Date.parse(Client.httpFor(bundle).response?.headers.get('date') ?? '');
  return Number.isNaN(header) ? null : header;
}
