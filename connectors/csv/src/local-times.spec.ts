import { appointments, APPOINTMENTS, removeFolders, upserts } from '../test/folder.js';

afterEach(removeFolders);

describe('zones of local times (Q17)', () => {
  const LOCATIONS = ['id,timezone', 'north,Europe/London', 'south,America/New_York'];
  const header = `${APPOINTMENTS},location_id`;

  it('takes the location of the row, else of the patient, else the stated zone', async () => {
    const files = { 'locations.csv': LOCATIONS, 'patients.csv': ['id,location_id', 'p1,south', 'p2,'] };
    const rows = [
      header,
      'a1,p1,2026-07-01T10:00,booked,north',
      'a2,p1,2026-07-01 10:00,booked,',
      'a3,p2,2026-07-01T10:00:00,booked,elsewhere',
    ];
    const read = await appointments(rows, files, { timezone: 'Asia/Tokyo' });
    expect(upserts(read, 'appointment').map(({ data }) => new Date(data.startsAt).toISOString())).toEqual([
      '2026-07-01T09:00:00.000Z',
      '2026-07-01T14:00:00.000Z',
      '2026-07-01T01:00:00.000Z',
    ]);
  });

  it('takes the only location of the folder before the stated zone', async () => {
    const read = await appointments(
      [header, 'a1,p1,2026-07-01T10:00,booked,'],
      { 'locations.csv': LOCATIONS.slice(0, 2) },
      { timezone: 'Asia/Tokyo' },
    );
    expect(upserts(read, 'appointment')[0]?.data.startsAt).toBe(Date.UTC(2026, 6, 1, 9));
  });

  it('gives a plain date the first location, and refuses a clock time without any zone, naming the row', async () => {
    const files = { 'locations.csv': LOCATIONS };
    const read = await appointments([`${header},deleted_at`, 'a1,p1,2026-07-01T10:00Z,booked,,2026-07-02'], files);
    expect(upserts(read, 'appointment')[0]?.data.deletedAt).toBe(Date.UTC(2026, 6, 1, 23));
    await expect(
      appointments([header, 'a1,p1,2026-07-01T10:00Z,booked,', 'a2,p1,2026-07-01T10:00,booked,'], files),
    ).rejects.toMatchObject({
      name: 'SettingsWrong',
      field: 'timezone',
      message: expect.stringContaining('appointments.csv line 3: starts_at has no offset'),
    });
  });

  it('puts a row aside that has no zone and cannot be read anyway, and goes on', async () => {
    const rows = [
      'a1,nobody,2026-07-01T10:00,booked,',
      'a2,p1,2026-07-01T10:00,Canary,',
      'a3,p1,2026-07-01T10:00Z,booked,',
    ];
    const read = await appointments([header, ...rows], { 'locations.csv': LOCATIONS });
    expect(read.unreadable.map(({ code }) => code)).toEqual(['patient_unknown', 'status_unknown']);
    expect(read.records).toHaveLength(1);
  });

  it('moves a skipped hour forward and takes the earlier of a doubled hour (K07)', async () => {
    const files = { 'locations.csv': LOCATIONS.slice(0, 2) };
    const read = await appointments(
      [APPOINTMENTS, 'a1,p1,2026-03-29T01:30,booked', 'a2,p1,2026-10-25T01:30,booked', 'a3,p1,2026-10-25T12:00,booked'],
      files,
    );
    expect(upserts(read, 'appointment').map(({ data }) => new Date(data.startsAt).toISOString())).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T12:00:00.000Z',
    ]);
  });
});
