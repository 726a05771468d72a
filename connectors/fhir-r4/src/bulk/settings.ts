import { SettingsWrong, type ConnectorContext } from '@keepwell/connector-sdk';
import type { FhirSettings } from '../settings.js';
import { COURSES, type Course } from '../streams.js';

const LEVELS = ['system', 'patient', 'group'] as const;

export interface BulkSettings {
  level: (typeof LEVELS)[number];
  group: string | null;
  /** What is asked for, in the order in which it is read. */
  types: string[];
  /** Courses that are read from the export; the others are searched. */
  courses: Course[];
  /** Origins besides the server's own from which files may be taken. */
  hosts: string[];
  hours: number;
}

/** Null: the server is searched. */
export function bulkSettings(
  { settings }: ConnectorContext,
  { profile, patients: { group } }: FhirSettings,
  hasType: (type: string) => boolean,
): BulkSettings | null {
  if (settings['reading'] !== 'bulk') return null;
  const text = (name: string) => {
    const value = settings[name];
    return typeof value === 'string' ? value : '';
  };
  const level = LEVELS.find((each) => each === settings['bulk_level']) ?? profile.bulk ?? 'system';
  if (level === 'group' && !/^[A-Za-z0-9\-.]{1,64}$/.test(group ?? '')) {
    throw new SettingsWrong('patient_group', 'The export of a group needs the id of that group (patient_group).');
  }
  const listed = listIn(text('bulk_types'));
  const ours = COURSES.flatMap(({ types }) => types);
  const unknown = listed.find((type) => !ours.includes(type));
  if (unknown !== undefined) {
    throw new SettingsWrong('bulk_types', `"${unknown.slice(0, 40)}" is not read here; there are: ${ours.join(', ')}.`);
  }
  const wanted = listed.length > 0 ? listed : ours.filter((type) => type !== 'Observation' && hasType(type));
  if (wanted.length === 0) {
    throw new SettingsWrong('bulk_types', 'The server names no type that is read here: name those that it exports.');
  }
  // What a course is about comes with its first type; without it the others would stand for nothing.
  const courses = COURSES.flatMap((course): Course[] => {
    const types = course.types.filter((type) => wanted.includes(type));
    return types[0] !== course.types[0] ? [] : [{ ...course, types }];
  });
  const lonely = wanted.find((type) => !courses.some(({ types }) => types.includes(type)));
  if (lonely !== undefined) {
    const with_ = COURSES.find(({ types }) => types.includes(lonely))?.types[0];
    throw new SettingsWrong('bulk_types', `${lonely} is read together with ${with_}: name both or neither.`);
  }
  const hours = typeof settings['bulk_hours'] === 'number' ? settings['bulk_hours'] : 1;
  return {
    ...{ level, group: level === 'group' ? group : null, types: wanted, courses },
    ...{ hosts: hostsIn(text('bulk_hosts')), hours },
  };
}

function hostsIn(text: string): string[] {
  return listIn(text).map((host) => {
    const origin = URL.canParse(host) ? new URL(host).origin : null;
    if (origin === null || origin !== host.replace(/\/$/, '')) {
      throw new SettingsWrong(
        'bulk_hosts',
        'Each of bulk_hosts must be like https://files.example.org, without a path.',
      );
    }
    return origin;
  });
}

function listIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((item) => item !== ''))];
}
