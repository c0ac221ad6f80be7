import type { Verdict } from '../status/verdict.js';
import { Icon } from './Icon.js';

/** How many findings are read at a glance. */
const FIRST = 6;

/** What to know first. */
export function VerdictView({ verdict }: { verdict: Verdict }) {
  const { level, headline, findings } = verdict;
  return (
    <section id="status" className={`verdict ${level}`} aria-label="Status" tabIndex={-1}>
      <p role="status" className="headline">
        <Icon level={level} />
        {headline}
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.slice(0, FIRST).map((finding) => (
            <li key={`${finding.where} ${finding.what}`}>
              <Icon level={finding.level} />
              <span>
                {finding.where && <strong>{finding.where}: </strong>}
                {finding.what}
              </span>
            </li>
          ))}
          {findings.length > FIRST && <li>and {findings.length - FIRST} more, in the picture below</li>}
        </ul>
      )}
    </section>
  );
}
