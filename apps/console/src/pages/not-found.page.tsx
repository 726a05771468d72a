import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { IconListSearch } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState } from '../ui/states.js';

export default function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={<IconListSearch size={26} stroke={1.6} />}
        title="There is nothing at this address"
        action={
          <Button component={Link} to="/worklist">
            To the off-track list
          </Button>
        }
      >
        It may belong to another practice, or to something that has been removed.
      </EmptyState>
    </Page>
  );
}
