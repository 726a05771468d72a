import {
  ActionIcon,
  AppShell,
  Menu,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { Brand } from '../../ui/brand.js';
import { IconChevronDown, IconDots, IconKeyboard, IconLogout, IconMoon, IconSun } from '../../ui/icons.js';
import { useKeys } from '../../ui/use-keys.js';
import { SendingBanner } from '../sending/sending-banner.js';
import { useSession, useSignOut } from '../session/use-session.js';
import { KeySheet } from './key-sheet.js';
import { usePlaces, type Place } from './places.js';
import { PracticeSwitcher } from './practice-switcher.js';

/** Navigation at the left, below on a phone; the page in the middle. */
export function Shell({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const [sheetOpen, setSheetOpen] = useState(false);
  const places = usePlaces();
  useKeys({
    '?': () => setSheetOpen(true),
    ...Object.fromEntries(places.map(({ to, keys }) => [keys, () => void navigate(to)])),
  });
  return (
    <AppShell navbar={{ width: 212, breakpoint: 'sm', collapsed: { mobile: true } }} padding={0}>
      <a href="#content" className="kw-skip">
        Skip to the content
      </a>
      <header className="kw-topbar">
        <Brand />
        <UserMenu onKeys={() => setSheetOpen(true)} withPractice />
      </header>
      <AppShell.Navbar className="kw-navbar" component="aside" aria-label="Navigation and account">
        <div className="kw-navbar-head">
          <Brand />
        </div>
        <PracticeSwitcher />
        <nav aria-label="Main" className="kw-nav">
          {places.map((place) => (
            <NavLink key={place.to} to={place.to} className="kw-nav-link" title={`Keys: ${place.keys}`}>
              {place.icon}
              {place.label}
              <Badge place={place} />
            </NavLink>
          ))}
        </nav>
        <div className="kw-navbar-foot">
          <UserMenu onKeys={() => setSheetOpen(true)} />
          <span className="kw-navbar-tools">
            <Tooltip label="Keys (?)">
              <ActionIcon variant="subtle" color="gray" aria-label="Show the keys" onClick={() => setSheetOpen(true)}>
                <IconKeyboard size={18} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
            <SchemeToggle />
          </span>
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <SendingBanner />
        {children}
      </AppShell.Main>
      <BottomBar places={places} />
      <KeySheet opened={sheetOpen} onClose={() => setSheetOpen(false)} />
    </AppShell>
  );
}

/** How much waits for a person there. */
function Badge({ place: { waiting } }: { place: Place }) {
  if (waiting === undefined || waiting === 0) return null;
  return (
    <span className="kw-badge">
      {waiting.toLocaleString('en-GB')}
      <span className="kw-hidden"> waiting</span>
    </span>
  );
}

/** A phone has room for so many places; the rest is one touch away. */
const PLACES_BELOW = 4;

function BottomBar({ places }: { places: Place[] }) {
  const { pathname } = useLocation();
  const fits = places.length <= PLACES_BELOW + 1;
  const below = fits ? places : places.slice(0, PLACES_BELOW);
  const more = fits ? [] : places.slice(PLACES_BELOW);
  return (
    <nav aria-label="Main, below" className="kw-bottombar">
      {below.map((place) => (
        <NavLink key={place.to} to={place.to} className="kw-bottombar-link">
          {place.icon}
          {place.label}
        </NavLink>
      ))}
      {more.length > 0 && (
        <Menu position="top-end" width={200} shadow="md">
          <Menu.Target>
            <UnstyledButton
              className={`kw-bottombar-link ${more.some(({ to }) => pathname.startsWith(to)) ? 'active' : ''}`}
            >
              <IconDots size={20} stroke={1.7} aria-hidden />
              More
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((place) => (
              <Menu.Item key={place.to} component={Link} to={place.to} leftSection={place.icon}>
                {place.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'light' ? 'dark' : 'light';
  return (
    <Tooltip label={`Use ${other} colours`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Use ${other} colours`}
        onClick={() => setColorScheme(other)}
      >
        {scheme === 'light' ? <IconMoon size={18} stroke={1.7} /> : <IconSun size={18} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}

function UserMenu({ onKeys, withPractice = false }: { onKeys: () => void; withPractice?: boolean }) {
  const { user, roles, practice } = useSession();
  const signOut = useSignOut();
  const { toggleColorScheme } = useMantineColorScheme();
  const name = user.displayName === '' ? user.email : user.displayName;
  return (
    <Menu position="top-start" width={232} shadow="md">
      <Menu.Target>
        <UnstyledButton className="kw-user" aria-label={`Account of ${name}`}>
          <span className="kw-user-mark" aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="kw-clip">{name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email}
          <br />
          {withPractice && `${practice.name} · `}
          {roles.join(', ')}
        </Menu.Label>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>
          Keys
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => toggleColorScheme()}>
          Light or dark
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
