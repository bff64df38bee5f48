/** Warnings that townships verify and find true: somebody who is paid for is in prison. The family's review follows by itself. */
import { sql } from '../../database/sql.ts';
import { actOnClue } from '../../kernel/clue/server.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';

interface OpenClue {
  readonly id: string;
  readonly township: string;
}

async function verify(city: SimulatedCity, { id, township }: OpenClue): Promise<void> {
  const clerk = await city.staff('township-clerk', township);
  const step = async (action: string, input: Record<string, unknown>): Promise<void> => {
    const { version } = await city.context.read(city.system, (tx) =>
      tx.one<{ version: number }>(sql`select version from clue where id = ${id}`),
    );
    const done = await actOnClue(city.context, clerk, { clueId: id, action, version, requestId: city.requestId(), input });
    city.must(`clue of ${township} ${action}`, done);
  };
  await step('assign', { to: 'township-clerk', division: township });
  await step('verify', { way: 'record', result: 'true', findings: '司法行政机关的通知书，人已在狱中。' });
  await step('review', { evidence: '收监通知书复印件' });
}

export function warningPlay(): Play {
  const underway = new Set<string>();
  return {
    begin() {},
    async daily(city) {
      const open = await city.context.read(city.system, (tx) =>
        tx.rows<OpenClue>(sql`select distinct c.id, left(c.division, 9) || '000' as township from clue c join clue_reason r on r.clue_id = c.id
          where c.state = 'registered' and r.rule = 'OUT-2' order by c.id limit 500`),
      );
      for (const clue of open.filter(({ id }) => !underway.has(id))) {
        underway.add(clue.id);
        city.on(city.workday(1), () => verify(city, clue));
      }
    },
  };
}
