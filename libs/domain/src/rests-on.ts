import type { LocalDate, ZoneId } from './records.js';
import { localDay } from './sources/board-days.js';

/** What an answer about the past rests on besides the patient's records. Instants in ISO 8601. */
export interface RestsOn {
  /** Counts the changes of rule settings; 0: none by then. */
  settingsVersion: number;
  settingsSince: string | null;
  /** Null: no model had been fitted. */
  modelsFittedAt: string | null;
  /** Since when the usual gaps between visits were as they are taken; null: not kept then, so they are those of today. */
  mediansSince: string | null;
}

/** The same for people, a sentence each: what is of then, and what could only be taken as it is today. */
export function restsOnInWords(
  { settingsVersion, settingsSince, modelsFittedAt, mediansSince }: RestsOn,
  timezone: ZoneId,
): string[] {
  const day = (instant: string): LocalDate => localDay(timezone, Date.parse(instant));
  return [
    'The patient’s records as they were known then.',
    settingsSince === null
      ? 'Rules as they come: nothing had been set otherwise by then.'
      : `Rules as they were set then: change ${settingsVersion}, of ${day(settingsSince)}.`,
    mediansSince === null
      ? 'Usual gaps between visits as they are today: those of then are not on record.'
      : `Usual gaps between visits, and which sources were behind, as they stood then: since ${day(mediansSince)}.`,
    modelsFittedAt === null
      ? 'No model of return had been fitted by then.'
      : `Models of return as they were fitted on ${day(modelsFittedAt)}.`,
    'As they are today: the rules’ own working, the age of majority, the practice’s time zone, and which records stand for one person.',
  ];
}
