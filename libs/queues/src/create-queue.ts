import { InProcessQueue } from './in-process-queue.js';
import type { QueueOptions, WorkQueue } from './work-queue.js';

/** Bull is loaded only where there is a Redis: it costs a tenth of a second at start. */
export async function createQueue(redisUrl: string | null, options: QueueOptions): Promise<WorkQueue> {
  if (redisUrl === null) return new InProcessQueue(options);
  const { BullQueue } = await import('./bull-queue.js');
  return new BullQueue(redisUrl, options);
}
