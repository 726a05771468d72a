import type { Patient } from '@keepwell/domain/records';
import { mergedPatientIds, patientId } from '../identity.js';
import type { Message, Said, Segment } from '../message.js';
import { readTime } from '../times.js';
import type { Reading } from './reading.js';

/**
 * What PID says of a patient. An empty field says nothing; `""` says that there is nothing any more.
 * https://hl7-definition.caristix.com/v2/HL7v2.5.1/Segments/PID
 */
export function readPatient(reading: Reading, pid: Segment, pd1: Segment | null): string | null {
  const { message, settings } = reading;
  const id = patientId(message, pid, settings);
  if (id === null) {
    reading.putAside('patient', null, 'patient_without_number', 'PID-3 holds no patient number.', 'PID-3');
    return null;
  }
  const data: Partial<Patient> = {};
  const say = <F extends keyof Patient>(field: F, value: Patient[F] | undefined) => {
    if (value !== undefined) data[field] = value;
  };
  const name = nameOf(message, pid.field(5));
  say('familyName', name.family);
  say('givenName', name.given);
  say('birthDate', birthDate(reading, id, pid));
  const phones = [13, 14, 40].flatMap((field) => message.repetitions(pid.field(field)));
  say('phone', bestPhone(message, phones));
  say('email', bestEmail(message, phones));
  say('language', plain(message, pid.field(15)));
  say('deceasedAt', deceasedAt(reading, id, pid));
  say('doNotContact', publicity(message, pd1));
  reading.partials.push({ kind: 'patient', id, createdAt: reading.event === 'A28' ? reading.at : null, data });
  return id;
}

/** The records that MRG takes away live on as aliases of the survivor: chains are followed by whoever stores them. */
export function readMerge(reading: Reading, pid: Segment, mrg: Segment | null): void {
  const { message, settings } = reading;
  const survivor = patientId(message, pid, settings);
  const losers = mrg === null ? [] : mergedPatientIds(message, mrg, settings);
  if (survivor === null || losers.length === 0) {
    reading.putAside(
      'patient',
      survivor,
      'merge_without_number',
      'A merge names no two patient numbers (PID-3 and MRG-1).',
      'MRG-1',
    );
    return;
  }
  for (const loser of losers) {
    if (loser === survivor) continue;
    reading.partials.push({ kind: 'patient', id: loser, createdAt: null, data: { mergedInto: survivor } });
  }
}

function plain(message: Message, field: string): Said {
  const [first = ''] = message.repetitions(field);
  return message.said(message.subcomponent(message.component(first, 1), 1));
}

/** XPN: the legal name, else the first that has a family name. */
function nameOf(message: Message, field: string): { family: Said; given: Said } {
  const names = message.repetitions(field);
  if (names.length === 1 && names[0] === '""') return { family: null, given: null };
  const named = names.filter((name) => message.component(name, 1) !== '' || message.component(name, 2) !== '');
  const legal = named.find((name) => message.component(name, 7) === 'L');
  const best = legal ?? named[0];
  if (best === undefined) return { family: undefined, given: undefined };
  return {
    family: message.said(message.subcomponent(message.component(best, 1), 1)),
    given: message.said(message.component(best, 2)),
  };
}

function birthDate(reading: Reading, id: string, pid: Segment): string | null | undefined {
  const said = plain(reading.message, pid.field(7));
  if (said === null || said === undefined) return said;
  const written = readTime(said);
  if (written === null) return undefined;
  if (written === 'invalid') {
    reading.putAside(
      'patient',
      id,
      'birth_date_unreadable',
      'PID-7 is no date; the patient is kept without it.',
      'PID-7',
    );
    return undefined;
  }
  // A year alone is no birthday.
  return written.precision === 'year' || written.precision === 'month' ? undefined : written.date;
}

/** PID-30 says that, PID-29 when; a date alone says it as well. */
function deceasedAt(reading: Reading, id: string, pid: Segment): number | null | undefined {
  const { message, at, heardAt } = reading;
  const [indicator, when] = [plain(message, pid.field(30)), plain(message, pid.field(29))];
  const died = typeof when === 'string' ? reading.instant('patient', id, 'PID-29', when) : null;
  if (indicator?.toUpperCase() === 'Y' || indicator?.toUpperCase() === 'YES') return died ?? at ?? heardAt;
  if (died !== null) return died;
  return indicator === null || when === null || indicator?.toUpperCase().startsWith('N') === true ? null : undefined;
}

/** PD1-11: whether a person may be reminded at all (table 0215 and the codes of immunization registries). */
function publicity(message: Message, pd1: Segment | null): boolean | undefined {
  const code = message.value(pd1, 11)?.toUpperCase();
  if (code === undefined) return undefined;
  if (code === 'N' || code === '01') return true;
  return /^(0[2-9]|10|F|O)$/.test(code) ? false : undefined;
}

interface Contact {
  text: string;
  isMail: boolean;
  rank: number;
}

/** XTN: `.1` as written, `.2` use, `.3` equipment, `.4` mail, `.5`–`.8` pieces, `.12` unformatted. */
function contactsOf(message: Message, written: string[]): Contact[] {
  return written.flatMap((contact): Contact[] => {
    const part = (n: number) => message.said(message.subcomponent(message.component(contact, n), 1)) ?? null;
    const [use, equipment, mail] = [part(2)?.toUpperCase() ?? '', part(3)?.toUpperCase() ?? '', part(4)];
    const first = part(1) ?? part(12);
    if (use === 'BPN' || equipment === 'FX' || equipment === 'BP') return [];
    if (mail !== null && mail.includes('@')) return [{ text: mail, isMail: true, rank: 0 }];
    if (first !== null && first.includes('@')) return [{ text: first, isMail: true, rank: 0 }];
    const text = first !== null && /\d{3}/.test(first) ? first : pieces(part(5), part(6), part(7));
    const isMobile = equipment === 'CP' || equipment === 'MC' || use === 'MOBILE' || use === 'CELL';
    return text === null ? [] : [{ text, isMail: false, rank: isMobile ? 0 : 1 }];
  });
}

function pieces(country: string | null, area: string | null, local: string | null): string | null {
  if (local === null) return null;
  return [country === null ? null : `+${country.replace(/^\+/, '')}`, area, local]
    .filter((piece) => piece !== null)
    .join(' ');
}

/** Mobile before the others, in the order in which they are sent. Null: the sender says that there is none any more. */
function bestPhone(message: Message, written: string[]): Said {
  const best = contactsOf(message, written)
    .filter(({ isMail }) => !isMail)
    .sort((one, other) => one.rank - other.rank)[0];
  return best?.text ?? goneOrUnsaid(message, written, (contact) => !contact.toUpperCase().includes('NET'));
}

function bestEmail(message: Message, written: string[]): Said {
  const best = contactsOf(message, written).find(({ isMail }) => isMail);
  return best?.text ?? goneOrUnsaid(message, written, (contact) => contact.toUpperCase().includes('NET'));
}

function goneOrUnsaid(message: Message, written: string[], isSuch: (contact: string) => boolean): Said {
  return written.some((contact) => message.component(contact, 1) === '""' && isSuch(contact)) ? null : undefined;
}
