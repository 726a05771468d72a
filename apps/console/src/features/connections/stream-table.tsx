import type { StreamState } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';

export function StreamTable({ streams }: { streams: StreamState[] }) {
  if (streams.length === 0) return <p className="kw-quiet kw-padded">Known after the first read.</p>;
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Streams</caption>
      <thead>
        <tr>
          <th scope="col">Stream</th>
          <th scope="col">Complete up to</th>
          <th scope="col">First read in full</th>
        </tr>
      </thead>
      <tbody>
        {streams.map((stream) => (
          <tr key={stream.name}>
            <td data-label="Stream">
              <code className="kw-id">{stream.name}</code>
            </td>
            <td data-label="Complete up to">
              <Moment at={stream.watermark} none="the source does not say" />
            </td>
            <td data-label="First read in full">
              <Moment at={stream.firstReadDoneAt} none="not yet" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
