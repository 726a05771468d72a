/** Where another system is told to call; what it signs is this very address. */
export function hookAddress(origin: string, practiceId: string, connectionId: string): string {
  return `${origin}/api/hooks/connections/${practiceId}/${connectionId}`;
}
