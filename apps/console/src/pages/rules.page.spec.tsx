import { cleanup, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import type { Rule } from '../api.types.js';

const aRule = (rule: string, changes: Partial<Rule> = {}): Rule => ({
  rule,
  name: 'NO_SHOW_NOT_REBOOKED',
  kind: 'O',
  class: 'S1',
  says: 'Did not come and has nothing booked.',
  version: 1,
  mode: 'on',
  parameters: { PT: '3 BD', PT_later: '1 BD' },
  listed: 0,
  listedOn: { today: 0, in_outreach: 0, snoozed: 0, backlog: 0, at_risk: 0, lapsed: 0 },
  median: null,
  leadDays: null,
  ...changes,
});

describe('the rules', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const rowOf = async (id: string) => (await screen.findByText(id)).closest('tr') as HTMLElement;

  beforeEach(async () => {
    server = signedIn(new ContractServer()).answer('GET', '/rules', {
      body: [
        aRule('R06', {
          listed: 1212,
          listedOn: { today: 1200, in_outreach: 0, snoozed: 0, backlog: 12, at_risk: 0, lapsed: 0 },
        }),
        aRule('R02', {
          kind: 'W',
          listed: 9,
          listedOn: { today: 4, in_outreach: 0, snoozed: 0, backlog: 0, at_risk: 5, lapsed: 0 },
        }),
        aRule('R18', { kind: 'W' }),
      ],
    });
    page = await renderConsole(server, '/rules');
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('leads from each number to exactly the part of the list that it counts', async () => {
    const links = async (id: string) =>
      within(await rowOf(id))
        .queryAllByRole('link')
        .map((link) => [link.textContent, link.getAttribute('href')]);
    expect(await links('R06')).toEqual([
      ['Today 1,200', '/worklist?rule=R06'],
      ['Backlog 12', '/worklist?tab=backlog&rule=R06'],
    ]);
    expect(await links('R02')).toEqual([
      ['Today 4', '/worklist?rule=R02'],
      ['At risk 5', '/worklist?tab=at_risk&rule=R02'],
    ]);
    expect(await links('R18')).toEqual([]);
    expect((await rowOf('R18')).textContent).toContain('nobody');
  });

  it('writes the thresholds in a clinic’s words', async () => {
    const { textContent } = await rowOf('R06');
    expect(textContent).toContain('Physiotherapy: 3 open days');
    expect(textContent).toContain('Physiotherapy, from the second visit: 1 open day');
    expect(textContent).not.toMatch(/BD|PT/);
  });
});
