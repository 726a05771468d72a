import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import type { TimelineEntry } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { useNow } from '../../ui/now.js';
import { recordKindWord, statusWords } from './words.js';

const SHOWN_AT_FIRST = 40;

/** All facts, newest first, with both clocks; those a rule rests on are marked. */
export function EvidenceTimeline({ entries }: { entries: TimelineEntry[] }) {
  const [evidenceOnly, setEvidenceOnly] = useState(false);
  const [showAll, setShowAll] = useState(false);
  const now = useNow();
  const chosen = evidenceOnly ? entries.filter((entry) => entry.evidenceFor.length > 0) : entries;
  const shown = showAll ? chosen : chosen.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <div className="kw-timeline-tools">
        <Switch
          size="sm"
          label="Only what a rule rests on"
          checked={evidenceOnly}
          onChange={(event) => setEvidenceOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 ? (
        <p className="kw-quiet kw-padded">
          {entries.length === 0 ? 'No fact is known of this person yet.' : 'No rule rests on a fact right now.'}
        </p>
      ) : (
        <ol className="kw-timeline">
          {shown.map((entry) => (
            <Entry
              key={`${entry.kind} ${entry.id}`}
              entry={entry}
              isAhead={entry.effectiveAt !== null && Date.parse(entry.effectiveAt) > now}
            />
          ))}
        </ol>
      )}
      {shown.length < chosen.length && (
        <div className="kw-more">
          <Button variant="subtle" onClick={() => setShowAll(true)}>
            Show all {chosen.length}
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ entry, isAhead }: { entry: TimelineEntry; isAhead: boolean }) {
  const isEvidence = entry.evidenceFor.length > 0;
  return (
    <li data-evidence={isEvidence || undefined} data-ahead={isAhead || undefined}>
      <div className="kw-timeline-when">
        <Moment at={entry.effectiveAt} none="no date" />
        {isAhead && <span className="kw-quiet">ahead</span>}
      </div>
      <div>
        <p className="kw-timeline-title">
          {entry.title}
          {entry.status !== null && <span className="kw-tag">{statusWords(entry.status)}</span>}
          {entry.deleted && <span className="kw-tag">gone from the source</span>}
          {isEvidence && <span className="kw-tag kw-tag-accent">evidence for {entry.evidenceFor.join(', ')}</span>}
        </p>
        {entry.detail !== null && <p className="kw-timeline-detail">{entry.detail}</p>}
        <p className="kw-quiet kw-timeline-source">
          {recordKindWord(entry.kind)} <code className="kw-id">{entry.sourceId}</code> in {entry.connection} · known
          since <Moment at={entry.recordedAt} show="exact" none="always" /> · read{' '}
          <Moment at={entry.observedAt} show="exact" />
        </p>
        {entry.versions.length > 0 && (
          <details className="kw-versions">
            <summary>
              {entry.versions.length} earlier {entry.versions.length === 1 ? 'version' : 'versions'}
            </summary>
            <ul className="kw-plain">
              {entry.versions.map((version, index) => (
                <li key={`${version.recordedAt ?? ''} ${index}`}>
                  <Moment at={version.recordedAt} show="exact" none="always known" />
                  {version.status !== null && <span className="kw-tag">{statusWords(version.status)}</span>}
                  {version.startsAt !== null && (
                    <span className="kw-quiet">
                      for <Moment at={version.startsAt} show="exact" />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}
