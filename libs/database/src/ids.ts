import { v7 } from 'uuid';

/** A new UUIDv7: ordered by time, made here because PostgreSQL 15 has no function for it. */
export function newId(): string {
  return v7();
}
