import { useState, useSyncExternalStore } from 'react';
import { Forbidden, Loading, NeverThere } from './page/Alone.js';
import { Board } from './page/Board.js';
import { Login } from './session/Login.js';
import { Monitor } from './status/monitor.js';

export function App() {
  const [monitor] = useState(() => new Monitor());
  const report = useSyncExternalStore(monitor.subscribe, monitor.getReport);
  const { standing, message, samples, goneSince } = report;
  const state = samples.at(-1)?.state;
  switch (standing) {
    case 'login':
      return <Login message={message} onDone={monitor.askNow} />;
    case 'forbidden':
      return <Forbidden message={message} onRetry={monitor.askNow} />;
    default:
      return state ? (
        <Board report={report} state={state} onRetry={monitor.askNow} />
      ) : goneSince !== undefined ? (
        <NeverThere message={message} since={goneSince} onRetry={monitor.askNow} />
      ) : (
        <Loading />
      );
  }
}
