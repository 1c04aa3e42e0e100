import { useSyncExternalStore } from 'react';

/** Less has no room for columns: that of a phone, and of a window at 200 %. */
const phone = window.matchMedia('(max-width: 900px)');
/** A column for each outcome has room beside a photo's name and the navigation. */
const desk = window.matchMedia('(min-width: 1600px)');

function subscribe(listener: () => void): () => void {
  const widths = [phone, desk];
  for (const width of widths) width.addEventListener('change', listener);
  return () => {
    for (const width of widths) width.removeEventListener('change', listener);
  };
}

/** How much room a list has: that of a phone, of a window, or of a large one. A page at 200 % has half. */
export const useWidth = (): 'narrow' | 'medium' | 'wide' =>
  useSyncExternalStore(subscribe, () => (phone.matches ? 'narrow' : desk.matches ? 'wide' : 'medium'));
