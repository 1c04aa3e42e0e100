import { useEffect } from 'react';

/** On a phone Cloudscape gives its navigation bar an orientation, which ARIA knows of no navigation. */
export function useCleanNavigation(): void {
  useEffect(() => {
    const clean = () => document.querySelector('nav[aria-orientation]')?.removeAttribute('aria-orientation');
    clean();
    const observer = new MutationObserver(clean);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
}
