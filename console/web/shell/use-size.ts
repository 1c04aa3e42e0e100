import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Size } from '../../../operations/annotate/rectangle.ts';

/** The size in pixels in which an element is shown; undefined until it is. */
export function useSize<Shown extends HTMLElement>(): [RefObject<Shown | null>, Size | undefined] {
  const element = useRef<Shown>(null);
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width, height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}
