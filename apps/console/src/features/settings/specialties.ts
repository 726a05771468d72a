import type { Practice } from '../../api.outreach.types.js';
import { thresholdName } from '../rules/threshold-words.js';

export type Specialty = NonNullable<Practice['specialty']>;

export const SPECIALTIES: Specialty[] = ['PT', 'DE', 'MS', 'PR', 'MB', 'DPC'];

export const isSpecialty = (value: string | null): value is Specialty => SPECIALTIES.some((one) => one === value);

/** Also `any`, of what holds for every specialty. */
export const specialtyWords = (specialty: string) => thresholdName(specialty === 'any' ? 'all' : specialty);
