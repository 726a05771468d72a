/** What mail systems take unquoted before the `@`, and names of at least two parts after it. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Lower case and trimmed, or null where it is no address mail can be sent to. Quoted local parts and bare IPs are not taken. */
export function normaliseEmail(raw: string | null): string | null {
  const address = raw?.trim().toLowerCase() ?? '';
  if (address.length > 254) return null;
  const parts = address.split('@');
  const [local, domain] = parts;
  if (parts.length !== 2 || local === undefined || domain === undefined) return null;
  if (local.length > 64 || !LOCAL.test(local)) return null;
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => label.length <= 63 && LABEL.test(label))) return null;
  return /^[0-9]+$/.test(labels.at(-1) ?? '') ? null : address;
}
