import { ConnectorBroken, RetryLater } from '@keepwell/connector-sdk';
import type { SearchParams } from 'fhir-kit-client';
import type { Resource } from '../element.js';
import type { ServerProfile } from '../profiles/index.js';
import type { FhirServer } from '../server.js';

const DAY_MS = 86_400_000;
/** More pages than this are not a few patients' records. */
const MOST_PAGES = 50;

/** From `from` inclusively to `to` exclusively; `now` is ours. */
export interface Range {
  from: number;
  to: number;
  now: number;
}

export interface Answered {
  resources: Resource[];
  /** The server's clock at the first answer. */
  at: number | null;
}

export interface Question {
  type: string;
  query: SearchParams;
  /** The parameter of dates, and which. */
  range: { name: string; from: number; to: number } | null;
}

/**
 * Everything that a search finds, page by page. Where the server finds more than it gives, each half of the dates is asked for;
 * an answer that is cut is never taken for the whole.
 */
export async function askAll(server: FhirServer, profile: ServerProfile, question: Question): Promise<Answered> {
  const { type, query, range } = question;
  const dates = range === null ? {} : { [range.name]: [`ge${iso(range.from)}`, `lt${iso(range.to)}`] };
  let page = await server.narrowly(type, { ...query, ...dates, _count: profile.mostPerPage });
  if (page === 'too_many') {
    if (range === null || range.to - range.from <= DAY_MS) throw manyToo(profile, type);
    const middle = range.from + Math.ceil((range.to - range.from) / 2 / DAY_MS) * DAY_MS;
    const early = await askAll(server, profile, { ...question, range: { ...range, to: middle } });
    const late = await askAll(server, profile, { ...question, range: { ...range, from: middle } });
    return { resources: [...early.resources, ...late.resources], at: early.at };
  }
  const { at, total } = page;
  const resources = [...page.resources];
  for (let pages = 1; page.next !== null; pages += 1) {
    if (pages === MOST_PAGES) throw manyToo(profile, type);
    const next = await server.page(type, page.next);
    if (next === 'expired') throw new RetryLater(`${profile.name} forgot a page of its search for ${type}.`);
    page = next;
    resources.push(...page.resources);
  }
  if (total !== null && total > resources.length) {
    throw new ConnectorBroken(
      `${profile.name} gives ${resources.length} of ${total} ${type} resources and no next page: ask how its pages are read.`,
    );
  }
  return { resources: resources.filter((resource) => resource.resourceType === type), at };
}

export function manyToo(profile: ServerProfile, type: string): ConnectorBroken {
  return new ConnectorBroken(
    `${profile.name} finds more ${type} resources than it gives, however narrowly it is asked.`,
  );
}

export const iso = (at: number) => new Date(at).toISOString();
