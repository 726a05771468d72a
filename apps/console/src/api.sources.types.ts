import type { components, operations } from './api.schema.js';

/** The words of connections seen from within: health, words, records, messages, writes. */
type Schemas = components['schemas'];

export type Settings = Schemas['RotateCredentialsDto']['settings'];
export type Manifest = Schemas['ManifestDto'];
export type Given = Schemas['GivenDto'];
export type Health = Schemas['HealthDto'];
export type StreamHealth = Schemas['StreamHealthDto'];
export type Alarm = Schemas['AlarmDto'];
export type AlarmList = Schemas['AlarmListDto'];
export type Board = Schemas['BoardDto'];
export type BoardStatus = Schemas['BoardStatusDto'];
export type ThroughputHour = Schemas['ThroughputHourDto'];
export type CompareRange = Schemas['CompareRangeDto'];
export type StatusWord = Schemas['StatusWordDto'];
export type Placeholder = Schemas['PlaceholderDto'];
export type PlaceholderMark = Schemas['MarkPlaceholderDto'];
export type MeaningOfWord = Schemas['SayWordDto']['status'];
export type QuarantineState = Schemas['QuarantinedRecordDto']['state'];
export type QuarantineCode = Schemas['QuarantineCodeDto'];
export type QuarantinedText = Schemas['QuarantinedTextDto'];
export type RecordView = Schemas['RecordViewDto'];
export type RecordKindAsked = operations['findRecord']['parameters']['query']['kind'];
export type Ways = Schemas['WaysDto'];
export type InboxItem = Schemas['InboxItemDto'];
export type OpenInboxItem = Schemas['OpenInboxItemDto'];
export type WriteOperation = Schemas['WriteOperationDto'];
export type WriteState = WriteOperation['state'];
export type WriteFound = Schemas['ResolveWriteDto']['as'];
export type Drift = Schemas['DriftDto'];
export type FieldShare = Schemas['FieldShareDto'];
export type Rotated = Schemas['RotatedDto'];
export type UnmatchedPayment = Schemas['UnmatchedPaymentDto'];
export type MatchedPayment = Schemas['MatchedPaymentDto'];
