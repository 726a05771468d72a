import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 64 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new BodyTooLarge('The request is larger than this server reads');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
