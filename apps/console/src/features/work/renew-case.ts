import type { QueryClient } from '@tanstack/react-query';

/** After an act: everything that shows this person is asked again. The server also tells it live, but a second later. */
export function renewCase(client: QueryClient, personId: string): void {
  for (const key of ['patient', 'timeline', 'history', 'contact']) {
    void client.invalidateQueries({ queryKey: [key, personId] });
  }
  for (const key of ['worklist', 'worklist-counts', 'interests', 'leases', 'sequences', 'my-day']) {
    void client.invalidateQueries({ queryKey: [key] });
  }
}
