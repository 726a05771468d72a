import { openTestContext } from '@keepwell/connector-sdk/testing';
import { serveOpenDental, startClock } from '@keepwell/simulator';
import { ASOF, plan, somePractice, ZONE } from '../test/practice.js';
import { openDental } from './connector.js';
import { mapPlan } from './plans.js';
import type { Row } from './row.js';

const zone = 'America/Los_Angeles';
const crown: Row = {
  ...{ ProcNum: 34, PatNum: 46, ProcStatus: 'TP', procCode: 'D2740', descript: 'crown', DateTP: '2026-01-10' },
  ...{ ProcDate: '2026-01-10', DateTStamp: '2026-02-08 11:37:43', dxName: 'Cracked Tooth', ProcFee: '900.00' },
};
const planOf = (...rows: Row[]) => mapPlan('46', rows, { zone });
const done = { ProcStatus: 'C', ProcDate: '2026-02-20', DateTStamp: '2026-02-20 09:00:00' };

describe('what is planned of treatment', () => {
  it('is one open plan of the patient, from the day on which the first of it was planned', () => {
    const filling = {
      ...crown,
      ProcNum: 35,
      procCode: 'D2391',
      DateTP: '2026-01-31',
      DateTStamp: '2026-02-01 08:00:00',
    };
    expect(planOf(filling, crown)).toEqual({
      ...{ op: 'upsert', kind: 'plan', id: '46', createdAt: null, versionId: null },
      updatedAt: Date.parse('2026-02-08T19:37:43Z'),
      data: {
        ...{
          patientId: '46',
          line: 'dental',
          prescribedVisits: null,
          intervalDays: null,
          phases: null,
          status: 'open',
        },
        ...{ startedAt: Date.parse('2026-01-10T08:00:00Z'), endsAt: null, closedAt: null, closeReason: null },
        specialty: 'DE',
      },
    });
  });

  it('is done when nothing of it is left', () => {
    expect(planOf({ ...crown, ...done })).toMatchObject({
      data: { status: 'completed', closedAt: Date.parse('2026-02-20T08:00:00Z') },
    });
    expect(planOf(crown, { ...crown, ...done, ProcNum: 35 })).toMatchObject({
      data: { status: 'open', closedAt: null },
    });
  });

  it('is called off when what is left of it was put off, and gone when it was deleted', () => {
    expect(planOf({ ...crown, ProcStatus: 'TPi' })).toMatchObject({ data: { status: 'cancelled' } });
    expect(planOf({ ...crown, ProcStatus: 'D' })).toMatchObject({ op: 'delete', id: '46' });
  });

  it.each([
    ['an examination with the next visit', { ...crown, procCode: 'D0120' }],
    ['a cleaning', { ...crown, procCode: 'D1110' }],
    ['the cleaning after a treatment of the gums', { ...crown, procCode: 'D4910' }],
    ['a missed visit', { ...crown, procCode: 'D9986' }],
    ['what was planned and done on one day', { ...crown, ...done, DateTP: '2026-02-20' }],
    ['what others did before', { ...crown, ProcStatus: 'EO' }],
    ['a condition', { ...crown, ProcStatus: 'Cn' }],
    ['a row without code or date', { ProcNum: 1, PatNum: 46 }],
  ])('is not %s', (_what, row) => {
    expect(planOf(row)).toBeNull();
  });

  it('says nothing of the diagnosis, the tooth or the fee', () => {
    expect(JSON.stringify(planOf(crown))).not.toMatch(/Cracked|crown|900/);
  });
});

it('R01 a plan is told open, then done, and read again by its patient', async () => {
  const server = await serveOpenDental({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
  const { world } = server;
  world.put(somePractice());
  world.advance(3_600_000);
  const opened = openTestContext(openDental, {
    settings: world.settings,
    exceptions: [world.origin],
    now: () => world.now(),
  });
  const first = await openDental.pull(opened.context, 'TreatmentPlans', null, { limit: 50 });
  expect(first.records.map((record) => record.op === 'upsert' && record.data)).toMatchObject([
    { status: 'open' },
    { status: 'open' },
  ]);
  const [id = ''] = world.put([plan('crown', { status: 'completed', closedAt: ASOF })]);
  world.advance(60_000);
  const next = await openDental.pull(opened.context, 'TreatmentPlans', first.nextCursor, { limit: 50 });
  expect(next.records.find((record) => record.id === id)).toMatchObject({ data: { status: 'completed' } });
  expect(await openDental.fetchOne?.(opened.context, 'plan', id)).toEqual(
    next.records.find((record) => record.id === id),
  );
  expect(await openDental.fetchOne?.(opened.context, 'plan', '999999')).toBe('gone');
  await opened.close();
  await server.close();
});
