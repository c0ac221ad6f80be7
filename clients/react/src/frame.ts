/** In a tab that is not seen there are no frames; it is drawn as often as that, in milliseconds. */
const UNSEEN = 1000;

/** Calls back with the next frame; returns what takes that back. */
export function onNextFrame(callback: () => void): () => void {
  const { requestAnimationFrame: request, cancelAnimationFrame: cancel } = globalThis;
  const cancelBoth = () => {
    clearTimeout(timer);
    if (frame !== undefined) {
      cancel(frame);
    }
  };
  const call = () => {
    cancelBoth();
    callback();
  };
  const timer = setTimeout(call, UNSEEN);
  const frame = request?.(call);
  return cancelBoth;
}
