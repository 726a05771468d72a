import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Between a process and its database, so that the way can be cut. */
export interface TcpProxy {
  port: number;
  /** Ends every connection, and refuses new ones for so long. */
  cut(forMs: number): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let refusedUntil = 0;
  const server = createServer((near) => {
    if (performance.now() < refusedUntil) return void near.resetAndDestroy();
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('data', (chunk) => other.write(chunk));
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: (forMs) => {
      refusedUntil = performance.now() + forMs;
      for (const socket of open) socket.destroy();
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
