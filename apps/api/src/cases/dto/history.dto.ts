export class HistoryEntryDto {
  at: string;
  kind:
    | 'call'
    | 'touchpoint'
    | 'message'
    | 'reply'
    | 'snooze'
    | 'note'
    | 'intervention'
    | 'consent'
    | 'suppression'
    | 'case';
  title: string;
  says: string;
  /** Who did it; null: the records, the clock or the patient. */
  byName: string | null;
  tone: 'done' | 'failed' | 'neutral' | 'overdue' | 'waiting';
  /** Of a message: its id in the outbox. */
  messageId: string | null;
  undone: boolean;
}

export class HistoryDto {
  items: HistoryEntryDto[];
}
