export { simulatePractice } from './simulate-practice.js';
export type { Practice, PracticeOptions } from './simulate-practice.js';
export { FolderNotEmpty } from './csv/folder.js';
export { writeCsvFolder } from './csv/write-csv-folder.js';
export type { CsvFolderReport } from './csv/write-csv-folder.js';
export { truthAt } from './truth.js';
export type { TruthAt } from './truth.js';
export type { AnyHistory, Gap, Life, RecordHistory, Version } from './world.js';
