import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api.js';
import { wakeCase } from '../../api.cases.js';
import { useAnnounce } from '../../ui/announcer.js';
import { renewCase } from './renew-case.js';
import type { WorkedCase } from './use-saving.js';

/** For who rests and should not: back to the list before their day. */
export function WakeUp({ worked: { caseId, personId } }: { worked: WorkedCase }) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const [isWaking, setWaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wake = async () => {
    setWaking(true);
    setProblem(null);
    try {
      await wakeCase(caseId);
      announce('Back on the list.');
    } catch (failure) {
      setProblem(failure instanceof ApiProblem ? failure.message : 'They could not be brought back.');
    } finally {
      setWaking(false);
      renewCase(client, personId);
    }
  };
  return (
    <div className="kw-running">
      <span>They rest, and come back to the list by themselves.</span>
      {problem !== null && (
        <p role="alert" className="kw-wrong">
          {problem}
        </p>
      )}
      <Button size="compact-md" variant="default" loading={isWaking} onClick={() => void wake()}>
        Back to the list now
      </Button>
    </div>
  );
}
