import type { Instant } from '@keepwell/domain/records';
import type { Chart } from '../chart.js';
import type { Newcomer } from '../people/household.js';
import type { Place, Setting } from '../practice/setting.js';
import type { Random } from '../random.js';
import type { PatientTruth, RecordHistory } from '../world.js';

/** Somebody whose life is being told: what every chapter needs. */
export interface Person {
  patientId: string;
  newcomer: Newcomer;
  patient: RecordHistory<'patient'>;
  setting: Setting;
  place: Place;
  /** The practitioner they usually see. */
  practitionerId: string;
  chart: Chart;
  random: Random;
  truth: PatientTruth;
  /** Nothing they do is later than this: the end of the simulation, a death, a move. */
  until: Instant;
  habits: Habits;
}

/** How the people of this practice are. */
export interface Habits {
  /** 1: they leave as often as people do; 0: nobody leaves of their own will, and every card is charged in the end. */
  leavers: number;
  /** False: whoever books late does so within the time that is usual. */
  stragglers: boolean;
  /** Share of next visits for which they book nothing and come by when it is time. */
  walkIns: number;
}
