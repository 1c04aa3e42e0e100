import TopNavigation from '@cloudscape-design/components/top-navigation';
import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { System } from '../../api/system.ts';
import { useSystem } from '../asking.ts';

const themes = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
type Theme = keyof typeof themes;

/** Which cloud one looks at, always in sight, and the choice between light and dark. */
export function TopBar() {
  const [theme, setTheme] = useTheme();
  const [, go] = useLocation();
  const system = useSystem();
  return (
    <div id="top-bar">
      <TopNavigation
        identity={{
          href: '/',
          title: system ? `Match Faces · ${cloudName(system)}` : 'Match Faces',
          logo: { src: '/match-faces.svg', alt: 'Home' },
          onFollow: (event) => {
            event.preventDefault();
            go('/');
          },
        }}
        utilities={[
          ...(system?.consoleUrl
            ? [
                {
                  type: 'button' as const,
                  text: 'AWS console',
                  href: system.consoleUrl,
                  target: '_blank',
                  external: true,
                  externalIconAriaLabel: 'opens in a new tab',
                },
              ]
            : []),
          {
            type: 'menu-dropdown',
            iconSvg: <ThemeIcon />,
            ariaLabel: 'Theme',
            title: 'Theme',
            items: Object.entries(themes).map(([id, text]) => ({
              id,
              text,
              itemType: 'checkbox' as const,
              checked: id === theme,
            })),
            onItemClick: ({ detail }) => setTheme(detail.id as Theme),
          },
        ]}
      />
    </div>
  );
}

const cloudName = ({ cloud, account, region }: System) =>
  cloud === 'local' ? 'local cloud' : `${account}, ${region}`;

/** A disc half in the dark. */
const ThemeIcon = () => (
  <svg viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 2a6 6 0 0 1 0 12z" className="filled" />
  </svg>
);

const storageKey = 'match-faces.theme';
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The chosen theme, kept in this browser; `system` goes along when the system changes at night. */
function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    const apply = () => {
      const dark = theme === 'system' ? systemIsDark.matches : theme === 'dark';
      applyMode(dark ? Mode.Dark : Mode.Light);
      // Scroll bars and form controls of the browser's own.
      document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    };
    apply();
    localStorage.setItem(storageKey, theme);
    systemIsDark.addEventListener('change', apply);
    return () => systemIsDark.removeEventListener('change', apply);
  }, [theme]);
  return [theme, setTheme];
}

function storedTheme(): Theme {
  const stored = localStorage.getItem(storageKey) ?? '';
  return Object.hasOwn(themes, stored) ? (stored as Theme) : 'system';
}
