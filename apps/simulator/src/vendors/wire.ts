/**
 * How badly a server answers, whatever it speaks. Every one of these was seen on a real vendor; the default is a well-behaved server.
 * `every: n` means each n-th request, counted from the moment the habit was set.
 */
export interface WireHabits {
  /** 429; when to come back is said as seconds, as a date, in the vendor's own header, or not at all. */
  tooManyRequests?: { every: number; retryAfterSeconds: number; as?: 'seconds' | 'date' | 'vendor' | 'nothing' };
  /** 503 for `length` requests in a row. */
  storm?: { every: number; length: number; retryAfterSeconds?: number };
  /** A maintenance page with status 200. */
  html?: { every: number };
  /** Waits before each answer. */
  slowMs?: number;
}

export type Mischief = 'too_many_requests' | 'unavailable' | 'html' | null;

/** Decides, request by request, what goes wrong. */
export class Temper<H extends WireHabits = WireHabits> {
  private requests = 0;

  constructor(readonly habits: H) {}

  next(): Mischief {
    this.requests += 1;
    const { tooManyRequests, storm, html } = this.habits;
    if (storm !== undefined && this.requests % storm.every >= storm.every - storm.length) return 'unavailable';
    if (tooManyRequests !== undefined && this.requests % tooManyRequests.every === 0) return 'too_many_requests';
    if (html !== undefined && this.requests % html.every === 0) return 'html';
    return null;
  }
}

/** `Retry-After` as the habit has it; empty where it is not said, or said in the vendor's own way. */
export function retryAfter(
  habit: { retryAfterSeconds?: number; as?: 'seconds' | 'date' | 'vendor' | 'nothing' } | undefined,
): Record<string, string> {
  const seconds = habit?.retryAfterSeconds;
  if (seconds === undefined || habit?.as === 'vendor' || habit?.as === 'nothing') return {};
  const value = habit?.as === 'date' ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
  return { 'retry-after': value };
}
