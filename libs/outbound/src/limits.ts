/** How long and how much one request may take (safety V-01). */
export interface Limits {
  connectMs: number;
  headersMs: number;
  totalMs: number;
  maxBodyBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 5_000,
  headersMs: 15_000,
  totalMs: 60_000,
  maxBodyBytes: 10 * 1024 * 1024,
};

/**
 * Of an answer that is read piece by piece, as fast as its reader takes it: no limit on the whole, but the other side may not fall silent. The
 * reader bounds what it holds, and for how long it reads at a time.
 */
export interface StreamLimits extends Pick<Limits, 'connectMs' | 'headersMs'> {
  silentMs: number;
}

export const DEFAULT_SILENT_MS = 30_000;

export const DEFAULT_PORTS = [443, 8443];

export function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
