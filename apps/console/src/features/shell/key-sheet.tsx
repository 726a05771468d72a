import { Kbd, Modal } from '@mantine/core';

const KEYS: { keys: string[]; does: string }[] = [
  { keys: ['j'], does: 'Next patient, in the list and on a patient page' },
  { keys: ['k'], does: 'Previous patient' },
  { keys: ['Enter'], does: 'Open the marked patient; on a patient: take in hand and open what is recommended' },
  { keys: ['c'], does: 'On a patient: take in hand and call' },
  { keys: ['m'], does: 'On a patient: take in hand and choose messages' },
  { keys: ['s'], does: 'On a patient: take in hand and snooze; then 1 to 4 for how long' },
  { keys: ['e'], does: 'On a patient: hand a clinical concern to the clinic' },
  { keys: ['x'], does: 'In the list and on a patient: should not be here; then 1 to 5 for why' },
  { keys: ['y'], does: 'In a shadow week, and of whom a rule on trial would list: rightly listed' },
  { keys: ['n'], does: 'Take the next patient of the list in hand' },
  { keys: ['u'], does: 'Undo what was done last' },
  { keys: ['Esc'], does: 'From a patient back to the list' },
  { keys: ['w'], does: 'On the list: why the marked patient stands where they stand' },
  { keys: ['t'], does: 'Look at the list or a patient at an earlier moment' },
  { keys: ['/'], does: 'Search' },
  { keys: ['g', 'l'], does: 'Go to the off-track list' },
  { keys: ['g', 'o'], does: 'Go to the outbox' },
  { keys: ['g', 'm'], does: 'Go to the replies' },
  { keys: ['g', 'w'], does: 'Go to the weekly reports' },
  { keys: ['g', 'p'], does: 'Go to the playbook' },
  { keys: ['g', 'c'], does: 'Go to the connections' },
  { keys: ['g', 'r'], does: 'Go to the rules' },
  { keys: ['g', 's'], does: 'Go to the settings' },
  { keys: ['?'], does: 'This sheet' },
];

export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" closeButtonProps={{ 'aria-label': 'Close the keys' }}>
      <dl className="kw-keys">
        {KEYS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && <span className="kw-quiet"> then </span>}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
