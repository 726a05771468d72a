import type { StreamState } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { recordKindWord } from '../patient/words.js';

const MODES: Record<string, string> = {
  delta: 'what changed since the last read',
  window: 'a range of dates, compared',
  snapshot: 'everything, compared',
  queue: 'messages as they come',
  push: 'pushed to Keepwell',
};

export function StreamTable({ streams }: { streams: StreamState[] }) {
  if (streams.length === 0) return <p className="kw-quiet kw-padded">Known after the first read.</p>;
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Streams</caption>
      <thead>
        <tr>
          <th scope="col">Stream</th>
          <th scope="col">Brings</th>
          <th scope="col">Read as</th>
          <th scope="col">Complete up to</th>
        </tr>
      </thead>
      <tbody>
        {streams.map((stream) => (
          <tr key={stream.name}>
            <td data-label="Stream">
              <code className="kw-id">{stream.name}</code>
            </td>
            <td data-label="Brings">{stream.kinds.map(recordKindWord).join(', ')}</td>
            <td data-label="Read as">{MODES[stream.mode] ?? stream.mode}</td>
            <td data-label="Complete up to">
              <Moment at={stream.watermark} none="not yet" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
