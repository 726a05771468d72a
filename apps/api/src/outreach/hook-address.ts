/** Where Twilio is told to call; what it signs is this very address. */
export function hookAddress(origin: string, practiceId: string, hook: 'status' | 'inbound'): string {
  return `${origin}/api/hooks/twilio/${practiceId}/${hook}`;
}
