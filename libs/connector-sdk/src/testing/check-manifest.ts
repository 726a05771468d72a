import type { RecordKind } from '@keepwell/domain/records';
import type { Connector, Stream } from '../connector.js';
import type { Tell } from './telling.js';

export const MANIFEST = 'the manifest says what the streams do';

/** What is promised before anything is connected, beside what the scenarios' sources turned out to have. */
export function checkManifest(connector: Connector, streams: Stream[], tell: Tell): void {
  // What was written without a compiler may lack it.
  const { manifest } = connector as Partial<Connector>;
  if (manifest === undefined)
    return tell(MANIFEST, 'there is none: nobody knows what it can do before it is connected');
  const problems: string[] = [];
  for (const stream of streams) {
    for (const kind of stream.kinds) {
      const given = manifest.gives[kind];
      if (given === undefined) problems.push(`${stream.name} brings ${kind}, which the manifest does not give`);
      else if (stream.deletes !== 'none' && given.deletes === 'none')
        problems.push(`${stream.name} tells of deletions of ${kind}, the manifest of none`);
      else if (kind === 'patient' && (stream.merges === 'none') !== (given.merges === 'none'))
        problems.push(`${stream.name} and the manifest differ in merges of patients`);
    }
  }
  const brought = new Set(streams.flatMap(({ kinds }) => kinds));
  for (const kind of Object.keys(manifest.gives) as RecordKind[]) {
    if (!brought.has(kind)) problems.push(`the manifest gives ${kind}, and no stream of any scenario brings it`);
  }
  const parts: [string, boolean, boolean][] = [
    ['webhook', manifest.waysIn.includes('webhook'), connector.readWebhook !== undefined],
    [
      'stream',
      manifest.waysIn.includes('stream'),
      connector.readMessage !== undefined && connector.receiveMessage !== undefined,
    ],
    [
      'writes',
      Object.keys(manifest.writes).length > 0,
      connector.write !== undefined && connector.findWritten !== undefined,
    ],
  ];
  for (const [part, said, done] of parts) {
    if (said !== done)
      problems.push(`${part}: the manifest says ${said ? 'yes' : 'no'}, the connector ${done ? 'can' : 'cannot'}`);
  }
  const { keyFields = [], budgetsBy } = manifest.throttle ?? {};
  for (const field of [...keyFields, ...(budgetsBy === undefined ? [] : [budgetsBy.field])]) {
    if (connector.settings.properties[field] === undefined)
      problems.push(`the throttle names the setting ${field}, which there is not`);
  }
  tell(MANIFEST, problems.length === 0 ? null : [...new Set(problems)].slice(0, 3).join('; '));
}
