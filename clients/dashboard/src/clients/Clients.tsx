import { useState } from 'react';
import type { Clients as Answer, Client } from '../api/answers.js';
import { Refused, request, wordsOf } from '../api/request.js';
import { Confirm } from '../page/Dialog.js';
import { ago, clock, compact, full } from '../page/format.js';
import { Section } from '../page/Section.js';
import { usePolled } from '../page/usePolled.js';

/** How many are asked for, and how many of these are shown at first. */
const MOST = 1000;
const FIRST = 15;

/** Who is connected, those who are the furthest behind first. */
export function Clients() {
  const { answer, error, refresh } = usePolled<Answer>(`clients?limit=${MOST}`, 3000);
  const [isAll, setIsAll] = useState(false);
  const [leaving, setLeaving] = useState<Client>();
  const [said, setSaid] = useState('');
  const clients = [...(answer?.clients ?? [])].sort(
    (one, other) => other.behind - one.behind || one.connected_at.localeCompare(other.connected_at),
  );
  const shown = isAll ? clients : clients.slice(0, FIRST);

  const disconnect = async ({ id, address }: Client) => {
    try {
      await request(`clients/${encodeURIComponent(id)}`, { method: 'DELETE' });
      setSaid(`${address} was disconnected.`);
    } catch (failure) {
      setSaid(failure instanceof Refused && failure.status === 404 ? `${address} had left already.` : wordsOf(failure));
    }
    refresh();
  };

  return (
    <Section
      id="clients"
      title="Clients"
      aside={answer && <span className="number">{full(answer.total)} connected</span>}
    >
      {error && <p role="alert">{error}</p>}
      <p role="status" className="said">
        {said}
      </p>
      {answer && clients.length === 0 && <p className="none">Nobody is connected.</p>}
      {clients.length > 0 && (
        <div className="table">
          <table>
            <thead>
              <tr>
                <th scope="col">Address</th>
                <th scope="col">Sink</th>
                <th scope="col">Wants</th>
                <th scope="col">Since</th>
                <th scope="col" className="right">
                  Behind by
                </th>
                <th scope="col">
                  <span className="hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((client) => (
                <tr key={client.id}>
                  <th scope="row" data-label="Address">
                    {client.address} <small className="mono">{client.id}</small>
                  </th>
                  <td data-label="Sink">{client.sink}</td>
                  <td data-label="Wants">{wishOf(client)}</td>
                  <td data-label="Since">
                    <time dateTime={client.connected_at} title={ago(client.connected_at, Date.now())}>
                      {clock(client.connected_at)}
                    </time>
                  </td>
                  <td data-label="Behind by" className="right">
                    {client.behind === 0 ? 'nothing' : compact(client.behind)}
                  </td>
                  <td className="actions">
                    <button
                      type="button"
                      onClick={() => setLeaving(client)}
                      aria-label={`Disconnect ${client.address}`}
                    >
                      Disconnect
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {clients.length > FIRST && (
        <p>
          <button type="button" onClick={() => setIsAll(!isAll)}>
            {isAll ? `Show ${FIRST}` : `Show all ${full(clients.length)}`}
          </button>
          {answer &&
            answer.total > clients.length &&
            ` There are ${full(answer.total)}; these are the first ${full(clients.length)}.`}
        </p>
      )}
      {leaving && (
        <Confirm
          title={`Disconnect ${leaving.address}?`}
          action="Disconnect"
          onConfirm={() => void disconnect(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          <p>Its stream ends. Most clients come back by themselves, and go on after their last event.</p>
        </Confirm>
      )}
    </Section>
  );
}

function wishOf({ event_types, sources }: Client): string {
  const parts = [
    ...(event_types.length > 0 ? [event_types.join(', ')] : []),
    ...(sources.length > 0 ? [`from ${sources.join(', ')}`] : []),
  ];
  return parts.join(' ') || 'everything';
}
