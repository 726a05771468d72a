import type { Instant, Patient, Specialty } from '@keepwell/domain/records';
import { DAY, dateOfDay } from '../calendar.js';
import type { Random } from '../random.js';
import { FAMILY_NAMES, fictionalPhone, GIVEN_NAMES, LANGUAGES, REFERRALS } from './names.js';

/** Somebody before they ever came. */
export interface Newcomer {
  specialty: Specialty;
  /** When they first got in touch. */
  firstContactAt: Instant;
  patient: Patient;
  /** 1 is ordinary; more: misses and leaves more often. */
  unreliable: number;
  /** Likes early (0) or late (1) appointments. */
  dayPart: number;
}

export interface HouseholdOptions {
  number: number;
  mix: Partial<Record<Specialty, number>>;
  start: Instant;
  until: Instant;
}

/** One to four people under one roof. Families come to the dentist together; elsewhere most come alone. */
export function drawHousehold(options: HouseholdOptions, random: Random): Newcomer[] {
  const specialty = random.weighted(options.mix);
  const family = random.pick(FAMILY_NAMES);
  const phone = fictionalPhone(random.next());
  const firstContactAt = random.between(options.start, options.until);
  const others = specialty === 'DE' ? otherMembers(random) : random.chance(0.04) ? ['adult' as const] : [];
  const householdId = others.length > 0 ? `H${String(options.number).padStart(6, '0')}` : null;
  return ['adult' as const, ...others].map((age, index) => {
    const given = random.pick(GIVEN_NAMES);
    const years = age === 'child' ? random.between(4, 16) : random.between(specialty === 'MS' ? 21 : 19, 84);
    return {
      specialty,
      // The family follows within weeks of the first.
      firstContactAt: index === 0 ? firstContactAt : firstContactAt + random.between(0, 40) * DAY,
      unreliable: Math.min(3, random.logNormal(0.9, 0.45)),
      dayPart: random.next(),
      patient: {
        givenName: given,
        familyName: family,
        birthDate: dateOfDay(Math.floor(options.start / DAY - years * 365.25)),
        email: random.chance(0.88) ? `${given}.${family}.${options.number}@example.org`.toLowerCase() : null,
        phone: age === 'child' ? phone : index === 0 ? phone : fictionalPhone(random.next()),
        language: random.weighted(LANGUAGES),
        timezone: null,
        deceasedAt: null,
        archivedAt: null,
        movedAwayAt: null,
        doNotContact: random.chance(0.008),
        hold: null,
        testRecord: false,
        locationId: null,
        practitionerId: null,
        householdId,
        mergedInto: null,
        referralSource: random.chance(0.7) ? random.weighted(REFERRALS) : null,
      },
    };
  });
}

function otherMembers(random: Random): ('adult' | 'child')[] {
  if (!random.chance(0.3)) return [];
  const children = random.whole(0, 2);
  const partner = children === 0 || random.chance(0.6);
  return [...(partner ? ['adult' as const] : []), ...Array.from({ length: children }, () => 'child' as const)];
}
