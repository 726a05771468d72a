import type { components } from './api.schema.js';

/** The words of the closed weeks. Every number stands with what it is made of. */
type Schemas = components['schemas'];

export type WeeklyReport = Schemas['WeeklyReportDto'];
export type ReportSection = Schemas['ReportSectionDto'];
export type ReportNumber = Schemas['ReportNumberDto'];
export type ReportUnit = ReportNumber['unit'];
export type Fraction = Schemas['FractionDto'];
export type CoordinatorWeek = Schemas['CoordinatorWeekDto'];
export type DropOffRow = Schemas['DropOffRowDto'];
export type BaselineComparison = Schemas['BaselineComparisonDto'];
export type ReportPlace = Schemas['ReportPlaceDto'];
export type ReportRow = Schemas['ReportRowDto'];
export type ReportList = Schemas['ReportListDto'];
export type Report = Schemas['ReportDto'];
export type LiveReport = Schemas['LiveReportDto'];
export type ReportPeople = Schemas['ReportPeopleDto'];
export type ReportPart = ReportPeople['part'];
export type ReportFormat = 'pdf' | 'csv' | 'html';
