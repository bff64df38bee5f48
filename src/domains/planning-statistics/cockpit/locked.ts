/** The locked statistics of a unit in the cockpit. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { lastLocked } from '../statistics/locked.ts';
import { periodWords } from '../statistics/period.ts';
import { textOf } from '../statistics/value.ts';
import type { LockedForm } from './content.ts';

/** Of each form the last period that is locked (of a year): as it was reported, whatever has changed since. */
export async function lockedForms(tx: Tx, division: DivisionCode, year?: number): Promise<LockedForm[]> {
  const found = await lastLocked(tx, [division], year);
  return found.flatMap(({ form, period, lockedAt, rows: [row] }) =>
    row
      ? [
          {
            form: form.code,
            name: form.name,
            periodZh: periodWords(period),
            lockedOn: plainDateOf(lockedAt),
            cells: form.cells.flatMap(({ key, label, unit, decimals }) => {
              const value = row.totals[key];
              return typeof value === 'number' ? [{ key, label, text: `${textOf(value, decimals)}${unit}` }] : [];
            }),
            opens: { to: '/statistics/sheet', search: { form: form.code, period, unit: division } },
          },
        ]
      : [],
  );
}
