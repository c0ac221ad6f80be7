import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** How many pixels a rem has. */
  readonly rem: number;
}

/** How large an element is, in pixels; undefined before it is there. */
export function useSize<Kind extends HTMLElement>(): [RefObject<Kind | null>, Size | undefined] {
  const element = useRef<Kind>(null);
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) {
      return undefined;
    }
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      setSize({ width: current.clientWidth, height: current.clientHeight, rem });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);
  return [element, size];
}
