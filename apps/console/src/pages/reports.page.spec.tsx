import { cleanup, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aNumber, aReport, aReportRow, aSending, aWeek } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';

const REBOOKED = aNumber('rebooking_rate.end_of_day.week', {
  ...{ metric: 'rebooking_rate.end_of_day', span: 'week', label: 'Visits leaving with the next booked' },
  ...{ unit: 'share', numerator: 13, denominator: 21, value: 13 / 21 },
});

describe('the weekly reports', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string) => {
    page = await renderConsole(server, at);
  };
  const linksIn = (element: HTMLElement) =>
    within(element)
      .queryAllByRole('link')
      .map((link) => [link.textContent, link.getAttribute('href')]);
  beforeEach(() => {
    const week = aWeek({
      sections: [
        {
          id: 'list',
          title: 'Off track',
          numbers: [
            aNumber('opened.week', { label: 'Newly off track' }),
            aNumber('closed.lost.week', { label: 'Left otherwise: Lost', numerator: 0, value: 0 }),
          ],
        },
        { id: 'care', title: 'Care in this week', numbers: [REBOOKED] },
        {
          id: 'returns',
          title: 'Who came back',
          numbers: [
            aNumber('recovered_revenue.week', {
              ...{ unit: 'money', numerator: null, value: null, says: 'No connected source tells of payments.' },
            }),
          ],
        },
      ],
      coordinators: [
        {
          userId: 'u1',
          name: 'Maya Chen',
          conversations: 9,
          attempts: 12,
          nextBooked: { numerator: 6, denominator: 9, value: 2 / 3 },
        },
        {
          userId: 'u2',
          name: null,
          conversations: 4,
          attempts: 40,
          nextBooked: { numerator: 0, denominator: 4, value: 0 },
        },
      ],
      baseline: {
        takenAt: '2026-09-01T00:00:00.000Z',
        comparisons: [
          {
            ...{ metric: 'plan_completion', label: 'Plans completed', unit: 'share', difference: 0.04 },
            baseline: { numerator: 20, denominator: 50, value: 0.4 },
            now: { numerator: 22, denominator: 50, value: 0.44 },
          },
        ],
      },
      dropOff: [
        { visit: 1, atRisk: 40, dropped: 8, discharged: 0, cumulativeDropOff: 0.2 },
        { visit: 2, atRisk: 32, dropped: 8, discharged: 4, cumulativeDropOff: 0.4 },
      ],
    });
    server = signedIn(new ContractServer(), { roles: ['manager'] })
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/reports', {
        body: {
          items: [aReportRow()],
          nextBefore: null,
          locations: [
            { id: 'l1', name: 'Leith Walk' },
            { id: 'l2', name: 'Portobello' },
          ],
          nextAt: '2026-11-23T06:00:00.000Z',
        },
      })
      .answer('GET', '/reports/r1', { body: aReport({ report: week }) })
      .answer('GET', '/reports/current', {
        body: { location: null, report: { ...week, variant: 'live' }, says: null },
      })
      .answer('GET', '/reports/r1/people', {
        body: {
          ...{ metric: 'opened.week', part: 'numerator', total: 2 },
          items: [
            { personId: 'a', name: '=<b>Ana</b>' },
            { personId: 'b', name: null },
          ],
        },
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('lists the closed weeks beside the one that is still moving', async () => {
    await open('/reports');
    expect((await screen.findByRole('link', { name: '9 – 15 Nov 2026' })).getAttribute('href')).toBe('/reports/r1');
    expect(screen.getByRole('link', { name: 'Open this week so far' }).getAttribute('href')).toBe('/reports/current');
    expect(screen.getByText('£540')).toBeTruthy();
  });

  it('X19 prints numerator, denominator and meaning of each number, and leads to the people behind each part', async () => {
    await open('/reports/r1');
    const care = await screen.findByRole('region', { name: 'Care in this week' });
    expect(care.textContent).toContain('62 %');
    expect(linksIn(care)).toEqual([
      ['13', '/reports/r1/people?metric=rebooking_rate.end_of_day.week&part=numerator'],
      ['21', '/reports/r1/people?metric=rebooking_rate.end_of_day.week&part=denominator'],
    ]);
    expect(within(care).getByText(/^Of .*Looked at in the week\./)).toBeTruthy();
    const returns = screen.getByRole('region', { name: 'Who came back' });
    expect(returns.textContent).toContain('not known');
    expect(returns.textContent).toContain('No connected source tells of payments.');
  });

  it('names in one line what counts nobody', async () => {
    await open('/reports/r1');
    const list = await screen.findByRole('region', { name: 'Off track' });
    expect(
      within(list)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['WhatHow much', expect.stringMatching(/^Newly off track.*3$/)]);
    expect(within(list).getByText('Nobody for Left otherwise: Lost.')).toBeTruthy();
  });

  it('X09 says that a closed week is frozen, as of when and with which fingerprint', async () => {
    await open('/reports/r1');
    expect((await screen.findByText('Frozen')).closest('p')?.textContent).toContain('ab12cd34');
    expect(screen.getByRole('link', { name: 'Download as PDF' }).getAttribute('href')).toBe(
      '/api/v1/reports/r1/file?format=pdf',
    );
  });

  it('S0-26 ranks coordinators by conversations, with attempts beside them', async () => {
    await open('/reports/r1');
    const rows = within(await screen.findByRole('table', { name: 'Coordinators by conversations' })).getAllByRole(
      'row',
    );
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      'Maya Chen967 % 6 of 912',
      'former user40 % 0 of 440',
    ]);
  });

  it('S2-02 compares with the baseline in points, each side with what it is made of', async () => {
    await open('/reports/r1');
    const table = await screen.findByRole('table', { name: /against the baseline/ });
    expect(within(table).getAllByRole('row')[1]?.textContent).toBe(
      'Plans completed40 % 20 of 5044 % 22 of 50+4 points',
    );
  });

  it('draws the drop-off curve for the eye and as a table for everybody', async () => {
    await open('/reports/r1');
    const curve = await screen.findByRole('img', { name: /^Share of plans left, by visit number: 20 % by visit 1/ });
    expect(curve.querySelector('path')?.getAttribute('d')).toMatch(/^M44,186 V\S+ H\S+ V\S+ H\S+$/);
    expect(within(screen.getByRole('table', { name: 'Drop-off by visit number' })).getAllByRole('row')).toHaveLength(3);
  });

  it('marks the week so far as live, without links to people nobody keeps', async () => {
    await open('/reports/current');
    expect(await screen.findByText('Live')).toBeTruthy();
    expect(linksIn(screen.getByRole('region', { name: 'Care in this week' }))).toEqual([]);
    expect(screen.queryByText('Frozen')).toBeNull();
  });

  it('names the people behind a number as text, and those who are gone', async () => {
    await open('/reports/r1/people?metric=opened.week&part=numerator');
    expect((await screen.findByRole('link', { name: '=<b>Ana</b>' })).getAttribute('href')).toBe('/patients/a');
    expect(screen.getByText('no longer on record')).toBeTruthy();
    expect(await screen.findByRole('heading', { name: 'Newly off track' })).toBeTruthy();
    expect(document.title).toBe('Who is behind a number · Keepwell');
  });
});
