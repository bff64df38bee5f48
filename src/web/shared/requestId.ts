/** One number for one content: sent again as it was it counts once; changed, it is another request. */
import { useRef } from 'react';
import { newRequestId } from './api.ts';

/** For a till, where the next one may be typed over what had no answer. `renew` once it has been done: the same again is then a second one. */
export function useRequestId(): { of: (content: unknown) => string; renew: () => void } {
  const last = useRef<{ content: string; id: string } | null>(null);
  return {
    of(content) {
      const text = JSON.stringify(content);
      if (last.current?.content !== text) last.current = { content: text, id: newRequestId() };
      return last.current.id;
    },
    renew() {
      last.current = null;
    },
  };
}
