import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contextFor, folderWith, removeFolders } from '../test/folder.js';
import { csv } from './connector.js';

afterEach(removeFolders);

it('X05 a file that is written anew between two pages is read from its start, by the same reader too', async () => {
  const dir = await folderWith({ 'patients.csv': ['id,given_name', 'p1,Ada', 'p2,Bo', 'p3,Cy'] });
  const context = contextFor({ dir });
  const first = await csv.pull(context, 'patients.csv', null, { limit: 2 });
  expect(first.records.map(({ id }) => id)).toEqual(['p1', 'p2']);
  const fresh = path.join(dir, 'patients.part');
  await writeFile(fresh, 'id,given_name\np0,Somebody with a long name\np1,Ada\np2,Bo\np3,Cy\n');
  await rename(fresh, path.join(dir, 'patients.csv'));
  const second = await csv.pull(context, 'patients.csv', first.nextCursor, { limit: 10 });
  expect(second.records.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p3']);
  expect(second.unreadable).toEqual([]);
});
