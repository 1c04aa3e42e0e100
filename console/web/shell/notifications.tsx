import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

import { Moment } from './moment.tsx';
import { useServerGone } from './server-gone.ts';

export interface Notification {
  readonly type: 'success' | 'error' | 'info' | 'warning';
  readonly header: string;
  readonly content?: ReactNode;
  /** A button. */
  readonly action?: ReactNode;
}

type Notify = (notification: Notification) => void;

const NotifyContext = createContext<Notify>(() => {});
const ItemsContext = createContext<FlashbarProps['items']>([]);

/** Tells the user, above every page, what an action did. */
export const useNotify = (): Notify => useContext(NotifyContext);

export function NotificationsProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly (Notification & { id: string })[]>([]);
  const notify = useCallback((notification: Notification) => {
    // What went well makes room for the next; what failed stays until it is dismissed.
    setShown((others) => [
      { ...notification, id: crypto.randomUUID() },
      ...others.filter(({ type }) => type === 'error').slice(0, 3),
    ]);
  }, []);
  const items = useMemo(
    () =>
      shown.map((notification) => ({
        ...notification,
        dismissible: true,
        dismissLabel: 'Dismiss',
        ariaRole: notification.type === 'error' ? ('alert' as const) : ('status' as const),
        onDismiss: () => setShown((others) => others.filter(({ id }) => id !== notification.id)),
      })),
    [shown],
  );
  return (
    <NotifyContext value={notify}>
      <ItemsContext value={items}>{children}</ItemsContext>
    </NotifyContext>
  );
}

export function Notifications() {
  const items = useContext(ItemsContext);
  const since = useServerGone();
  const gone: FlashbarProps.MessageDefinition = {
    id: 'server-gone',
    type: 'error',
    ariaRole: 'alert',
    header: 'The console does not answer any more',
    content: (
      <>
        What is shown is as it was at <Moment at={new Date(since ?? 0).toISOString()} />. Start it again by
        the command that started it: the page goes on by itself then.
      </>
    ),
  };
  return <Flashbar items={since === undefined ? items : [gone, ...items]} stackItems />;
}
