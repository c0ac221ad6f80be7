const ROOT = '/api/v1/dashboard';

/** After how many milliseconds a request is given up: the server answers from memory, or not at all. */
const PATIENCE = 10_000;

/** The same where the server waits for somebody else. */
export const LONG_PATIENCE = 300_000;

export const LIVE = `${ROOT}/live`;

/** The server answered, and said no. */
export class Refused extends Error {
  readonly status: number;

  /** @param message What the server said, for a person to read. */
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/** There was no answer of Freshet's. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * Asks the server; what it says no to, and where it does not answer, is an error.
 * @param path What follows `/api/v1/dashboard/`.
 */
export async function request<Answer>(path: string, options: RequestInit = {}, patience = PATIENCE): Promise<Answer> {
  const late = AbortSignal.timeout(patience);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${ROOT}/${path}`, { ...options, signal, cache: 'no-store' });
    text = await response.text();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Unreachable(error instanceof Error ? error.message : String(error));
  }
  // A proxy that says that nobody is behind it.
  if (response.status === 502 || response.status === 504) {
    throw new Unreachable(`a proxy answered ${response.status}`);
  }
  if (!response.ok) {
    throw new Refused(response.status, problemOf(text) ?? `${response.status} ${response.statusText}`);
  }
  try {
    return (text ? JSON.parse(text) : undefined) as Answer;
  } catch {
    throw new Unreachable('what answered is not Freshet');
  }
}

/** What the body of a refusal says (RFC 9457). */
function problemOf(text: string): string | undefined {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: unknown; title?: unknown };
    return [detail, title].find((said): said is string => typeof said === 'string' && said !== '');
  } catch {
    return undefined;
  }
}

/** For a person to read. */
export function wordsOf(error: unknown): string {
  return error instanceof Unreachable
    ? `Freshet does not answer (${error.message}).`
    : error instanceof Error
      ? error.message
      : String(error);
}
