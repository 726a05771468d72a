import type { ConnectorContext, Stream } from '@keepwell/connector-sdk';
import type { ServerSource } from '../pull-server.js';
import { fhirTokens } from '../token.js';
import { exportDesk } from './ask.js';
import { EXPORT, type BulkSource } from './pull-export.js';
import { bulkSettings, type BulkSettings } from './settings.js';

const sources = new WeakMap<ServerSource, BulkSource | null>();

/** The server as it is read by exports; null where it is searched. */
export function bulkSourceOf(context: ConnectorContext, source: ServerSource): BulkSource | null {
  let made = sources.get(source);
  if (made === undefined) sources.set(source, (made = openBulk(context, source)));
  return made;
}

function openBulk(context: ConnectorContext, source: ServerSource): BulkSource | null {
  const bulk = bulkSettings(context, source.settings, (type) => source.capability.searches(type));
  const base = source.settings.url;
  if (bulk === null || base === null) return null;
  const tokens = fhirTokens(context, source.settings.auth, base);
  return { ...source, base, bulk, tokens, desk: exportDesk(context, base, tokens, bulk) };
}

/**
 * One stream for all that comes with an export: it is asked for once, and only as a whole does it say what is gone. The other courses stay
 * streams of their own, in the usual order.
 */
export function withExport<C extends { name: string }>(
  courses: C[],
  bulk: BulkSettings | null,
  order: string[],
  streamOf: (course: C) => Stream,
): Stream[] {
  if (bulk === null) return courses.map(streamOf);
  const exported = bulk.courses.map(({ name }) => name);
  const first = Math.min(...exported.map((name) => order.indexOf(name)));
  const searched = courses.filter(({ name }) => !exported.includes(name));
  const before = searched.filter(({ name }) => order.indexOf(name) < first);
  const after = searched.filter(({ name }) => order.indexOf(name) > first);
  return [...before.map(streamOf), exportStream(bulk), ...after.map(streamOf)];
}

function exportStream({ courses }: BulkSettings): Stream {
  const isVerified = courses.every(({ confidence }) => confidence === 'verified');
  return {
    name: EXPORT,
    kinds: [...new Set(courses.flatMap(({ kinds }) => kinds))],
    mode: 'delta',
    deletes: 'absence',
    merges: courses.some(({ types }) => types.includes('Patient')) ? 'pointer' : 'none',
    confidence: isVerified ? 'verified' : 'experimental',
  };
}

/** For the person who connects it: an export is not tried out, since many servers give few of them. */
export function exportNotes(bulk: BulkSettings | null, { profile }: ServerSource['settings']): string[] {
  if (bulk === null) return [];
  const of = { system: 'everything', patient: 'all patients', group: 'one group of patients' }[bulk.level];
  const unknown =
    profile.id !== 'generic' && profile.bulk === null ? [`${profile.name} is not known to give exports.`] : [];
  return [
    `By an export of ${of}, asked for when this is first read and then every ${Math.max(bulk.hours, 1)} h at most: ${bulk.types.join(', ')}.`,
    ...unknown,
  ];
}
