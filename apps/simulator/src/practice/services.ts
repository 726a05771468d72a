import type { Service, Specialty } from '@keepwell/domain/records';

/** What a simulated practice offers. Lines of MS carry the words of R19's families (csv-format.md). */
export interface Offer extends Service {
  id: string;
  specialty: Specialty;
  line: string;
  minutes: number;
  priceMinor: number;
}

const offer = (
  id: string,
  name: string,
  specialty: Specialty,
  line: string,
  kind: Service['kind'],
  intervalDays: number | null,
  minutes: number,
  priceMinor: number,
): Offer => ({ id, name, specialty, line, kind, intervalDays, minutes, priceMinor });

export const OFFERS = {
  physioConsult: offer('S-PT-1', 'Physio assessment', 'PT', 'physiotherapy', 'consult', null, 45, 6500),
  physioTreatment: offer('S-PT-2', 'Physio treatment', 'PT', 'physiotherapy', 'treatment', 7, 30, 5200),
  hygiene: offer('S-DE-1', 'Hygiene visit', 'DE', 'hygiene', 'recall', 182, 30, 7200),
  dentalExam: offer('S-DE-2', 'Dental examination', 'DE', 'restorative', 'consult', null, 30, 5500),
  restoration: offer('S-DE-3', 'Restorative treatment', 'DE', 'restorative', 'treatment', 14, 45, 18500),
  neurotoxin: offer('S-MS-1', 'Anti-wrinkle treatment', 'MS', 'neurotoxin', 'treatment', 98, 30, 26000),
  facial: offer('S-MS-2', 'Facial', 'MS', 'facial', 'treatment', 35, 45, 9500),
  laserHair: offer('S-MS-3', 'Laser hair removal', 'MS', 'laser_hair', 'treatment', 42, 30, 12000),
  programTalk: offer('S-PR-1', 'Program consultation', 'PR', 'health program', 'consult', null, 60, 15000),
  touchpoint: offer('S-PR-2', 'Coordinator touchpoint', 'PR', 'health program', 'touchpoint', 14, 30, 0),
  programReview: offer('S-PR-3', 'Progress review', 'PR', 'health program', 'review', null, 45, 0),
  massage: offer('S-MB-1', 'Member massage', 'MB', 'massage', 'treatment', 30, 60, 0),
  primaryCare: offer('S-DPC-1', 'Primary care visit', 'DPC', 'primary care', 'treatment', 182, 30, 0),
} as const satisfies Record<string, Offer>;
