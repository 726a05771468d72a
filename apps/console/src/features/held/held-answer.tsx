import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAnnounce } from '../../ui/announcer.js';
import { numberText } from '../../ui/shares.js';
import { useAnswerHeld, type HeldAnswer } from './use-held.js';

const casesText = (cases: number) => (cases === 1 ? 'one case' : `${numberText(cases)} cases`);

const ANSWERS: Record<HeldAnswer, { action: string; title: string; means: string; done: (cases: number) => string }> = {
  publish: {
    action: 'Publish them',
    title: 'They are true',
    means: 'They stand on the list at once, as opened now, and can be called and written to.',
    done: (cases) => `Published: ${casesText(cases)} stand on the list.`,
  },
  discard: {
    action: 'Discard them',
    title: 'They are not true',
    means:
      'They are closed as wrong data and counted against no rule. Whoever goes off track later is found as ever. This cannot be undone.',
    done: (cases) => `Discarded: ${casesText(cases)} closed as wrong data.`,
  },
};

interface AnswerProps {
  cases: number;
  /** Of what was looked at; what has come since stays held. */
  upTo: string;
  onAnswered: (says: string) => void;
}

/** The two answers a manager can give, each asked once more. */
export function HeldAnswers({ cases, upTo, onAnswered }: AnswerProps) {
  const [asked, setAsked] = useState<HeldAnswer | null>(null);
  const announce = useAnnounce();
  const work = useAnswerHeld();
  const close = () => {
    setAsked(null);
    work.reset();
  };
  const say = (answer: HeldAnswer) =>
    work.mutate(
      { answer, upTo },
      {
        onSuccess: (told) => {
          const says = ANSWERS[answer].done(told.cases);
          announce(says);
          onAnswered(says);
          close();
        },
      },
    );
  return (
    <>
      <Button onClick={() => setAsked('publish')}>{ANSWERS.publish.action}</Button>
      <Button variant="default" onClick={() => setAsked('discard')}>
        {ANSWERS.discard.action}
      </Button>
      {asked !== null && (
        <Modal
          opened
          onClose={close}
          title={`${ANSWERS[asked].title}: ${casesText(cases)}`}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack gap="md">
            <Text>{ANSWERS[asked].means} What comes after this look stays held.</Text>
            {work.isError && (
              <Alert color="red" variant="light" role="alert">
                {work.error.message}
              </Alert>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Not yet
              </Button>
              <Button data-autofocus loading={work.isPending} onClick={() => say(asked)}>
                {ANSWERS[asked].action}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
