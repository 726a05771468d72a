import type { StreamHealth } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { recordKindWord } from '../patient/words.js';
import { compareWords, freshnessOf, MODE_WORDS, volumeOf } from './source-words.js';

/** What is read, how far, whether it equals its source, and whether it brings what it usually does. */
export function StreamTable({ streams }: { streams: StreamHealth[] }) {
  if (streams.length === 0) return <p className="kw-quiet kw-padded">Known after the first read.</p>;
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Streams</caption>
      <thead>
        <tr>
          <th scope="col">Stream</th>
          <th scope="col">Complete up to</th>
          <th scope="col">Compared with the source</th>
          <th scope="col" className="kw-end">
            Differences
          </th>
          <th scope="col">Changes</th>
        </tr>
      </thead>
      <tbody>
        {streams.map((stream) => (
          <Stream key={stream.name} stream={stream} />
        ))}
      </tbody>
    </table>
  );
}

function Stream({ stream }: { stream: StreamHealth }) {
  const freshness = freshnessOf(stream);
  const compared = compareWords(stream);
  const volume = volumeOf(stream.volume);
  return (
    <tr>
      <td data-label="Stream">
        <code className="kw-id">{stream.name}</code>
        <div className="kw-quiet">
          {stream.kinds.map(recordKindWord).join(', ')}
          {stream.mode !== null && ` · ${MODE_WORDS[stream.mode]}`}
        </div>
      </td>
      <td data-label="Complete up to">
        <Signal tone={freshness.tone}>{freshness.word}</Signal>{' '}
        <span className="kw-nowrap">
          <Moment at={stream.watermark} none="the source does not say" />
        </span>
        {stream.doubtfulSince !== null && (
          <div className="kw-quiet">
            Too little came to be believed since <Moment at={stream.doubtfulSince} />; nobody is missed because of it.
          </div>
        )}
      </td>
      <td data-label="Compared">
        <Signal tone={compared.tone}>{compared.word}</Signal>{' '}
        {stream.lastCompareAt !== null && (
          <span className="kw-quiet kw-nowrap">
            <Moment at={stream.lastCompareAt} />
          </span>
        )}
      </td>
      <td data-label="Differences" className="kw-end kw-number">
        {stream.differences === null ? '–' : stream.differences.toLocaleString('en-GB')}
      </td>
      <td data-label="Changes">
        <Signal tone={volume.tone}>{volume.word}</Signal>
      </td>
    </tr>
  );
}
