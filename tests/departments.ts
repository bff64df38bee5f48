/** What departments report, in tests: one row after another, as the page and the interface send them. */
import type { Browser } from './api.ts';

let rows = 0;
export interface Reported {
  readonly type: string;
  readonly idNumber?: string;
  readonly happenedOn: string;
  readonly payload?: Record<string, unknown>;
}
/** One row; gives what is answered: 已收到。, or why not. */
export async function report(department: Browser, row: Reported): Promise<string> {
  const { answers } = await department.post('/api/exchange/events', {
    rows: [{ reference: `BS-${String(++rows).padStart(6, '0')}`, payload: {}, ...row }],
  });
  return answers[0].message;
}
