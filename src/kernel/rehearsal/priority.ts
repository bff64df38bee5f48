/** The place of a computing thread among everything that wants a processor. */
import os from 'node:os';

/** Linux keeps a priority for each thread; elsewhere it would be that of the whole server. */
export const canStandBack = process.platform === 'linux';

/** From a worker thread, of itself: it runs when nobody else wants the processor much. */
export function standBack(): void {
  if (canStandBack) os.setPriority(0, Math.max(os.getPriority(0), os.constants.priority.PRIORITY_LOW));
}
