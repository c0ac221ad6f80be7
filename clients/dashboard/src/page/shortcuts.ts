import { createContext, useContext, useEffect, useInsertionEffect, useRef } from 'react';

/** All keys, and what they do, as they are listed for who asks. */
export const KEYS: readonly (readonly [string, string])[] = [
  [
    '1 – 8',
    'go to a part of the page: status, pipeline, live events, dead letters, clients, rates, completeness, journal',
  ],
  ['/', 'search in the text of events'],
  ['P', 'pause, or continue'],
  ['E', 'go to the list of events'],
  ['↑ ↓ Home End', 'in the list: go from event to event'],
  ['Enter', 'in the list: go to what is selected'],
  ['Esc', 'close what is open'],
  ['?', 'show these keys'],
];

/** Whether single keys do something: who speaks to the computer, or leans on it, turns that off. */
export const SingleKeys = createContext(true);

/** Does something when a key is pressed, unless somebody writes or a dialog is open. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const areOn = useContext(SingleKeys);
  const latest = useRef(actions);
  useInsertionEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      const isOff = !areOn && event.key !== 'Escape';
      if (!action || isOff || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const { target } = event;
      const isWriting = target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');
      if (isWriting || document.querySelector('dialog[open]')) {
        return;
      }
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [areOn]);
}
