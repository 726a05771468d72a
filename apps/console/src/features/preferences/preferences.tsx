import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Preferences } from '../../api.care.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useWorks } from '../session/roles.js';
import { PreferencesDialog } from './preferences-dialog.js';
import { usePreferences } from './use-preferences.js';

/** How often this patient wishes to be seen and what interests them, as staff agreed it with them. */
export function PreferencesSection({ personId }: { personId: string }) {
  const preferences = usePreferences(personId);
  const mayChange = useWorks();
  const [isChanging, setChanging] = useState(false);
  return (
    <Section title="What they wish" aside="agreed with them, in the clinic or on the phone">
      {preferences.isPending ? (
        <LoadingBars rows={1} height={48} label="Loading what they wish" />
      ) : preferences.isError && preferences.data === undefined ? (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      ) : (
        <>
          <Said preferences={preferences.data} />
          {mayChange && (
            <Button size="compact-md" variant="default" mt="sm" onClick={() => setChanging(true)}>
              {preferences.data.by === null ? 'Write down what they wish' : 'Change'}
            </Button>
          )}
          {isChanging && (
            <PreferencesDialog personId={personId} stored={preferences.data} onClose={() => setChanging(false)} />
          )}
        </>
      )}
    </Section>
  );
}

function Said({ preferences: { intervalDays, line, interests, by, at } }: { preferences: Preferences }) {
  if (intervalDays === null && interests.length === 0) {
    return (
      <p className="kw-quiet kw-flat">
        Nothing of their own is agreed: rules go by the plan, the service, or what is usual.
        {at !== null && (
          <>
            {' '}
            Taken back{by !== null && ` by ${by}`} <Moment at={at} />.
          </>
        )}
      </p>
    );
  }
  return (
    <>
      <dl className="kw-facts">
        {intervalDays !== null && (
          <div>
            <dt>To be seen</dt>
            <dd>
              every {intervalDays} {intervalDays === 1 ? 'day' : 'days'}
              {line === null ? ', whatever they come for' : ` for ${line}`}
            </dd>
          </div>
        )}
        {interests.length > 0 && (
          <div>
            <dt>Interested in</dt>
            <dd>
              {interests.map((interest) => (
                <span key={interest} className="kw-tag kw-tag-first">
                  {interest}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <p className="kw-quiet kw-said">
        said by {by ?? 'somebody'} <Moment at={at} />
      </p>
    </>
  );
}
