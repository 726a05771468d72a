import { client, dataOf } from './api.js';
import type { components } from './api.schema.js';

/** How likely patients are to come again; a part of the one door to the server (`api.ts`). */
type Schemas = components['schemas'];

export type ReturnModelList = Schemas['ReturnModelListDto'];
export type ReturnModel = Schemas['ReturnModelDto'];
export type Calibration = Schemas['CalibrationDto'];
export type CalibrationBin = Schemas['CalibrationBinDto'];
export type DropOffPoint = Schemas['DropOffPointDto'];
export type ProgramMonths = Schemas['ProgramMonthsDto'];
export type ProgramCurve = Schemas['ProgramCurveDto'];
export type ProgramMonth = Schemas['ProgramMonthDto'];

export const getModels = (signal?: AbortSignal) => dataOf(client.GET('/api/v1/models', { signal }));
export const getProgramMonths = (signal?: AbortSignal) =>
  dataOf(client.GET('/api/v1/models/program-months', { signal }));
export const fitModels = () => dataOf(client.POST('/api/v1/models/fit'));
