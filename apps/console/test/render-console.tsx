import { jest } from '@jest/globals';
import { act, configure, render } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router';
import { AppRoutes, createQueryClient, Providers } from '../src/app.js';
import type { ContractServer } from './contract-server.js';

// A busy machine is slow, not wrong; and what is hidden from people is left out by style sheets, which jsdom does not load.
configure({ asyncUtilTimeout: 15_000, defaultHidden: true });
jest.setTimeout(60_000);

function Address({ onChange }: { onChange: (address: string) => void }) {
  const { pathname, search } = useLocation();
  onChange(`${pathname}${search}`);
  return null;
}

/** The whole console at an address, asking the given server over loopback. */
export async function renderConsole(server: ContractServer, at: string) {
  Object.assign(globalThis, { apiOrigin: await server.start() });
  const client = createQueryClient();
  let address = at;
  const view = await act(async () =>
    render(
      <Providers client={client} env="test">
        <MemoryRouter initialEntries={[at]}>
          <Address onChange={(now) => (address = now)} />
          <AppRoutes />
        </MemoryRouter>
      </Providers>,
    ),
  );
  return {
    ...view,
    address: () => address,
    close: async () => {
      await act(async () => view.unmount());
      client.clear();
      await server.stop();
    },
  };
}

export async function press(key: string, target: Element | Document = document): Promise<void> {
  await act(async () => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
}
