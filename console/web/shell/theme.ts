import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'match-faces.theme';
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The chosen theme, kept in this browser; `system` goes along when the system changes at night. */
export function useTheme(): [Theme, (theme: Theme) => void] {
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
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}
