import { Kbd, Modal } from '@mantine/core';

const KEYS: { keys: string[]; does: string }[] = [
  { keys: ['j'], does: 'Next patient, in the list and on a patient page' },
  { keys: ['k'], does: 'Previous patient' },
  { keys: ['Enter'], does: 'Open the marked patient' },
  { keys: ['Esc'], does: 'From a patient back to the list' },
  { keys: ['/'], does: 'Search' },
  { keys: ['g', 'l'], does: 'Go to the off-track list' },
  { keys: ['g', 'c'], does: 'Go to the connections' },
  { keys: ['g', 'r'], does: 'Go to the rules' },
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
