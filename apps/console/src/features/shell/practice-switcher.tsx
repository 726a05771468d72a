import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { changePractice } from '../../api.js';
import { IconCheck, IconChevronDown } from '../../ui/icons.js';
import { SESSION_KEY, useSession } from '../session/use-session.js';

/** The demo practice has it in its name, until somebody renames it. */
const SAYS_SIMULATED = /simulated/i;

/** One practice at a time; who works for several chooses here. Nothing of the one is ever shown in the other. */
export function PracticeSwitcher() {
  const { practice, practices } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useMutation({
    mutationFn: changePractice,
    onSuccess: async () => {
      await navigate('/worklist');
      // Without a session for a moment, the gate forgets everything of the other practice.
      await client.resetQueries({ queryKey: SESSION_KEY });
    },
  });
  const label = (
    <span className="kw-practice-name">
      <span className="kw-clip">{practice.name}</span>
      {practice.demo && !SAYS_SIMULATED.test(practice.name) && <span className="kw-tag">simulated</span>}
    </span>
  );
  if (practices.length < 2) return <div className="kw-practice">{label}</div>;
  return (
    <Menu position="bottom-start" width={232} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className="kw-practice"
          aria-label={`Practice: ${practice.name}. Change it`}
          disabled={change.isPending}
        >
          {label}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Work for</Menu.Label>
        {practices.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={one.id === practice.id ? <IconCheck size={16} /> : <span style={{ width: 16 }} />}
            onClick={() => {
              if (one.id !== practice.id) change.mutate(one.id);
            }}
          >
            {one.name}
          </Menu.Item>
        ))}
        {change.isError && <Menu.Label role="alert">{change.error.message}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
