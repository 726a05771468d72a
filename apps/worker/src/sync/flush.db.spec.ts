import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

const pages = [1, 2, 3].map((n) => ({ records: [aRecord('patient', `P${n}`)] }));

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('pages that do not wait for the disk', () => {
  it('S-01 waits for the disk with the last page, which takes the others along', async () => {
    await test.asSuperuser('create table flush (n integer, later boolean)');
    await test.asSuperuser(
      `create function note_flush() returns trigger language plpgsql security definer as $$
       begin
         insert into flush select new.sequence, setting = 'off' and source = 'session' from pg_settings where name = 'synchronous_commit';
         return new;
       end $$`,
    );
    await test.asSuperuser(
      `create trigger note_flush after update of cursor on stream_state for each row execute function note_flush()`,
    );
    const bench = await aSync(test, pagedConnector([{ name: 'all', kinds: ['patient'], pages: () => pages }]));
    expect(await bench.sync()).toMatchObject({ state: 'ok', counts: { applied: 3 } });
    expect(await test.asSuperuser('select n, later from flush order by n')).toEqual([
      { n: 1, later: true },
      { n: 2, later: true },
      { n: 3, later: false },
    ]);
    await test.asSuperuser('drop function note_flush cascade');
  });

  it('S-01 S-10 does not pass over a page that PostgreSQL lost: the next run reads it again', async () => {
    let losing = true;
    const connector = pagedConnector([{ name: 'all', kinds: ['patient'], pages: () => pages }], {
      before: async (_stream, { page }) => {
        if (!losing || page !== 2) return;
        losing = false;
        // What a crash before the flush leaves: the second page is gone, and its cursor with it.
        await test.asSuperuser(`delete from patient where source_id = 'P2' and practice_id = $1`, [bench.practiceId]);
        await test.asSuperuser(
          `update stream_state set sequence = 1, cursor = (select cursor from first_page) where practice_id = $1`,
          [bench.practiceId],
        );
      },
    });
    const bench = await aSync(test, connector);
    await test.asSuperuser('create table first_page as select cursor from stream_state with no data');
    await test.asSuperuser(
      `create function keep_first_page() returns trigger language plpgsql security definer as $$
       begin if new.sequence = 1 then insert into first_page values (new.cursor); end if; return new; end $$`,
    );
    await test.asSuperuser(
      `create trigger keep_first_page after update of cursor on stream_state for each row execute function keep_first_page()`,
    );
    expect(await bench.sync()).toMatchObject({ state: 'skipped', counts: { applied: 2 } });
    expect(await bench.sync()).toMatchObject({ state: 'ok', counts: { applied: 2 } });
    expect(
      await test.asSuperuser('select source_id from patient where practice_id = $1 order by 1', [bench.practiceId]),
    ).toEqual([{ source_id: 'P1' }, { source_id: 'P2' }, { source_id: 'P3' }]);
    await test.asSuperuser('drop function keep_first_page cascade');
  });
});
