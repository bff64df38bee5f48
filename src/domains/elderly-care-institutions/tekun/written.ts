/** 书面的去处 (4.16): before a home changes hands it is written where each 特困 resident will be: here, or in another home, and by which paper. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode } from '../../../kernel/schema/index.ts';

const goes = { stays: '留在这里', elsewhere: '去别的机构' } as const;
export const WrittenPlace = z.strictObject({
  goes: choice(goes).meta({ label: '去处', choices: goes }),
  place: z.string().trim().min(4, '请写明哪家机构').max(60).meta({ label: '哪家机构', help: '留在这里的，写交接以后的机构名称' }),
  paperNo: z.string().trim().min(4, '请填写文书号').max(60).meta({ label: '安置文书号', help: '本人（监护人）签过字的' }),
});

/** Once for a stay; it is not changed. */
export async function writePlace(tx: Tx, stayId: string, given: z.infer<typeof WrittenPlace>): Promise<Result<{ id: string }>> {
  const stay = await tx.maybe<{ institutionId: string; division: DivisionCode; personId: string }>(
    sql`select s.institution_id, s.division, s.person_id from care_stay s join care_tekun t on t.person_id = s.person_id and t.supported
      where s.id = ${stayId} and s.to_on is null`,
  );
  if (!stay) return fail('NOT_FOUND');
  const added =
    await tx.run(sql`insert into care_tekun_place (stay_id, institution_id, division, stays, place, paper_no, written_on, written_by, written_name)
    values (${stayId}, ${stay.institutionId}, ${stay.division}, ${given.goes === 'stays'}, ${given.place}, ${given.paperNo}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})
    on conflict do nothing`);
  if (added === 0) return fail('TEKUN_PLACE_KNOWN');
  await recordAudit(tx, {
    action: 'care-tekun.place-written',
    subject: { kind: 'care-stay', id: stayId },
    personId: stay.personId,
    division: stay.division,
  });
  return ok({ id: stayId });
}
