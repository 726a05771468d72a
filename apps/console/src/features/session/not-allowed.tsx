import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { IconHandStop } from '../../ui/icons.js';
import { EmptyState } from '../../ui/states.js';

/** For an address that is right but not for this person's role: nothing went wrong, and trying again would not help. */
export function NotAllowed({ children }: { children: ReactNode }) {
  return (
    <EmptyState
      icon={<IconHandStop size={26} stroke={1.6} />}
      title="This is not part of your role"
      action={
        <Button component={Link} to="/worklist">
          To the off-track list
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
