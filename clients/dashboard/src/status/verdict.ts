import { count } from '../page/format.js';
import { journalCondition, type Level, sinkCondition, sourceCondition, transformerCondition } from './condition.js';
import type { Sample } from './samples.js';

/** Something that somebody should know of. */
export interface Finding {
  readonly level: Extract<Level, 'down' | 'warning'>;
  /** Where, such as `sink archive`; empty for all of Freshet. */
  readonly where: string;
  readonly what: string;
}

export interface Verdict {
  readonly level: Level;
  /** In a few words. */
  readonly headline: string;
  /** The worst first. */
  readonly findings: readonly Finding[];
}

/** What to say first, of everything that the server said last. */
export function verdictOf(samples: readonly Sample[]): Verdict {
  const state = samples.at(-1)?.state;
  if (!state) {
    return { level: 'unknown', headline: 'Not known yet', findings: [] };
  }
  const journal = { where: 'journal', ...journalCondition(state, samples) };
  const parts = [
    journal,
    ...state.sources.map((source) => ({ where: `source ${source.name}`, ...sourceCondition(source, samples) })),
    ...state.transformers.map((one) => ({ where: `transformer ${one.name}`, ...transformerCondition(one, samples) })),
    ...state.sinks.map((sink) => ({ where: `sink ${sink.name}`, ...sinkCondition(sink, samples) })),
  ];
  const ofParts = parts.flatMap(({ where, level, because }) =>
    level === 'down' || level === 'warning'
      ? because.map((what, n): Finding => ({ level: n === 0 ? level : 'warning', where, what }))
      : [],
  );
  // What Freshet says of its health may be what a component says of itself.
  const isNews = (problem: string) => !ofParts.some(({ what }) => problem.includes(what));
  const ofAll = state.health.problems.filter(isNews).map((what): Finding => ({ level: 'down', where: '', what }));
  const all = [...ofAll, ...ofParts];
  const findings = [...all.filter(({ level }) => level === 'down'), ...all.filter(({ level }) => level === 'warning')];
  const broken = findings.filter(({ level }) => level === 'down').length;
  const isUnready = state.health.status !== 'ready';
  if (broken > 0 || isUnready) {
    const headline =
      broken > 0 ? `${count(broken, 'thing does', 'things do')} not work` : `Freshet is ${state.health.status}`;
    return { level: 'down', headline, findings };
  }
  if (findings.length > 0) {
    return {
      level: 'warning',
      headline: `Works, but ${count(findings.length, 'thing needs', 'things need')} a look`,
      findings,
    };
  }
  return journal.level === 'quiet'
    ? { level: 'quiet', headline: 'Everything works; nothing comes in', findings }
    : { level: 'fine', headline: 'Everything works', findings };
}
