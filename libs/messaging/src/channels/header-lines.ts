/** Characters that would begin another header or another address. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const BREAKS = /[\r\n\0\u0085\u2028\u2029]/;

export function isOneLine(value: string): boolean {
  return !BREAKS.test(value);
}
