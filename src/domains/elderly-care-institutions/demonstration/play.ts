/** 养老机构 of the demonstration city. Safe to run again after a kill: each part comes whole or not at all. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { careFor } from './bedside.ts';
import { openHomes } from './homes.ts';
import { furnish, liveIn } from './life.ts';
import { keepRegisters, treat } from './medical.ts';
import { payAhead } from './money.ts';
import type { CareStage } from './stage.ts';

/** `today`: the day on which the demonstration begins. */
export async function playInstitutions(stage: CareStage, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', stage.context.city);
  stage.moveTo(`${plusDays(today, -240)}T10:00:00+08:00`);
  await stage.context.write(system, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from care_institution limit 1`)) return;
    const homes = await openHomes(tx);
    await liveIn(tx, homes.get('01')!, today);
    await careFor(tx, homes.get('01')!, today);
    await treat(tx, homes.get('01')!, today);
    await keepRegisters(tx, today);
    await furnish(tx, homes.get('03')!, today);
    await payAhead(tx, { public: homes.get('01')!, private: homes.get('03')! }, today);
  });
}
