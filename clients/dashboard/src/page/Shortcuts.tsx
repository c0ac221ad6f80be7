import { Dialog } from './Dialog.js';
import { KEYS } from './shortcuts.js';

interface Props {
  areOn: boolean;
  onTurn(areOn: boolean): void;
  onClose(): void;
}

export function Shortcuts({ areOn, onTurn, onClose }: Props) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>{key.split(' ').map((part) => (part === '–' ? ' – ' : <kbd key={part}>{part}</kbd>))}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={areOn} onChange={(event) => onTurn(event.target.checked)} /> Single keys do
        something
      </label>
      <p className="buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </Dialog>
  );
}
