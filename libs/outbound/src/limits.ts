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

export const DEFAULT_PORTS = [443, 8443];

export function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
