import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { atASource } from '../../test/source-answers.js';
import type { Placeholder } from '../api.sources.types.js';

const aPlaceholder = (value: string, changes: Partial<Placeholder> = {}): Placeholder => ({
  ...{ kind: 'word', value, name: value, upcoming: 4, isPlaceholder: false, by: null, at: null },
  ...changes,
});

describe('placeholders of a connection', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async () => {
    page = await renderConsole(server, '/connections/c1?part=words');
    return within(await screen.findByRole('region', { name: 'Placeholders' }));
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const held = aPlaceholder('hold', { kind: 'service', name: 'Held slot', isPlaceholder: true, by: 'Maya Chen' });
  const at = '2026-11-01T10:00:00.000Z';

  beforeEach(() => {
    server = atASource()
      .answer('GET', '/connections/c1/words', { body: [] })
      .answer('GET', '/connections/c1/placeholders', { body: [{ ...held, at }, aPlaceholder('pencilled in')] });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S3-45 shows what only holds a place, who said so and when, and marks a word', async () => {
    server.answer('PUT', '/connections/c1/placeholders', ({ body }) => ({
      body: [{ ...held, at }, aPlaceholder('pencilled in', { ...(body as Partial<Placeholder>), by: 'Maya Chen', at })],
    }));
    const placeholders = await open();
    const rows = async () => (await placeholders.findAllByRole('row')).slice(1).map((row) => row.textContent);
    expect((await rows())[0]).toContain('Held slot service4A placeholdermarked by Maya Chen 1 Nov 2026, 10:00');
    await click(placeholders.getByRole('button', { name: 'Mark “pencilled in” as a placeholder' }));
    expect(
      await placeholders.findByRole('button', { name: 'Let “pencilled in” count as a booking again' }),
    ).toBeTruthy();
    expect(placeholders.getByText('2 marked')).toBeTruthy();
    expect(server.askedFor('PUT', '/connections/c1/placeholders').map(({ body }) => body)).toEqual([
      { kind: 'word', value: 'pencilled in', isPlaceholder: true },
    ]);
  });

  it('S3-45 takes a mark back, and says in place why it could not', async () => {
    const detail = 'This connection has no such service.';
    server.answer('PUT', '/connections/c1/placeholders', {
      status: 404,
      body: { status: 404, code: 'not_found', detail, requestId: 'r1' },
    });
    const placeholders = await open();
    await click(await placeholders.findByRole('button', { name: 'Let “Held slot” count as a booking again' }));
    expect((await placeholders.findByRole('alert')).textContent).toBe(detail);
    expect(server.askedFor('PUT', '/connections/c1/placeholders')[0]?.body).toEqual({
      ...{ kind: 'service', value: 'hold', isPlaceholder: false },
    });
  });
});
