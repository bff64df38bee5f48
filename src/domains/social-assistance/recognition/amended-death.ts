/** A death was none, or was on another day: a recognition that ended with it stands again, whoever left it is covered again. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Id, PlainDate } from '../../../kernel/schema/index.ts';
import type { Recognition } from './content.ts';
import { columns, entitledAmong, recognisedOn, tell } from './store.ts';

const endedBy = (diedOn: PlainDate): string => `${diedOn}死亡`;

/** Those that the person left on a day by death: still standing for the others, or ended with it. */
const leftAtDeath = (tx: Tx, personId: string, diedOn: PlainDate): Promise<Recognition[]> =>
  tx.rows<Recognition>(sql`select ${columns} from assistance_recognition r
    where (state = 'active' or (state = 'ended' and end_reason = ${endedBy(diedOn)}))
      and exists (select from assistance_recognition_member m where m.recognition_id = r.id and m.person_id = ${personId} and m.valid_to = greatest(${diedOn}::date, m.valid_from))
    order by id for update`);

/** Nothing comes back where the person is recognised or supported elsewhere by now, or the recognition has run out. */
export async function returnAfterDeath(tx: Tx, of: { personId: Id<'Person'>; diedOn: PlainDate }): Promise<void> {
  const { personId, diedOn } = of;
  for (const left of await leftAtDeath(tx, personId, diedOn)) {
    const hasRunOut = left.validTo !== null && left.validTo < tx.today;
    // On the day of the death itself it is this very one that still holds.
    const others = (await recognisedOn(tx, [personId], tx.today)).filter((held) => held.recognitionId !== left.id);
    if (hasRunOut || others.length + (await entitledAmong(tx, [personId])).length > 0) continue;
    const { id, validTo } = left;
    await tx.run(
      sql`update assistance_recognition set state = 'active', ended_on = null, end_reason = null where id = ${id} and state = 'ended'`,
    );
    await tx.run(
      sql`update assistance_recognition_member set valid_to = ${validTo} where recognition_id = ${id} and person_id = ${personId}`,
    );
    const members = await tx.rows<{ personId: Id<'Person'> }>(
      sql`select person_id from assistance_recognition_member where recognition_id = ${id} and (valid_to is null or valid_to >= ${tx.today}) order by person_id limit 60`,
    );
    await recordAudit(tx, {
      action: 'recognition.restored',
      subject: { kind: 'recognition', id },
      personId,
      division: left.division,
    });
    const memberIds = members.map((m) => m.personId);
    await tell(tx, left, { fromState: left.state, toState: 'active', memberIds });
  }
}

/** So ends what ended with the death. */
export async function moveDeathInRecognition(
  tx: Tx,
  of: { personId: Id<'Person'>; from: PlainDate; to: PlainDate },
): Promise<void> {
  const { personId, from, to } = of;
  for (const { id, state } of await leftAtDeath(tx, personId, from)) {
    await tx.run(sql`update assistance_recognition_member set valid_to = greatest(${to}::date, valid_from)
      where recognition_id = ${id} and person_id = ${personId}`);
    if (state === 'ended')
      await tx.run(
        sql`update assistance_recognition set ended_on = greatest(${to}::date, valid_from - 1), end_reason = ${endedBy(to)} where id = ${id}`,
      );
  }
}
