/** 开通 and what belongs to a home: the registration sheet, devices with their keys, responders of a village. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { identifyPerson } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { contactsOf, recordContacts } from '../register/living.ts';
import './errors.ts';
import type { Ending, NewDevice, NewHome, NewResponder, Sheet } from './schema.ts';
import { DEVICE_KEY, responderPlace, sheetPlace } from './store.ts';

const isVillage = (tx: Tx, code: string): code is DivisionCode =>
  tx.divisions.get(code as DivisionCode)?.level === 'village' && code >= (tx.actor.lo ?? '~') && code < (tx.actor.hi ?? '');

export async function openHome(
  tx: Tx,
  given: z.output<typeof NewHome>,
): Promise<Result<{ id: string }, 'HOME_PERSON' | 'HOME_KNOWN' | 'INVALID_INPUT'>> {
  const { idNumber, name, division, terrain, consentOn, contacts, ...sheet } = given;
  if (!isVillage(tx, division))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本辖区的村（社区）' }]);
  if (consentOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'consentOn', message: '签署日期在今天以后' }]);
  const personId = await identifyPerson(tx, { idNumber, name });
  if (!personId) return fail('HOME_PERSON');
  if (contacts.length === 0 && (await contactsOf(tx, personId)).length === 0)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'contacts', message: '村里没有登记过紧急联系人，请至少填一个' }]);
  if (contacts.length > 0) await recordContacts(tx, personId, contacts, '紧急呼叫开通登记');
  const id = newId();
  const made = await tx.run(sql`insert into emergency_home (id, person_id, division, terrain, sheet, consent_on, opened_on)
    values (${id}, ${personId}, ${division}, ${terrain}, ${tx.keys.seal(JSON.stringify(sheet satisfies Sheet), sheetPlace(id))}, ${consentOn}, ${tx.today})
    on conflict (person_id) where ended_on is null do nothing`);
  if (made === 0) return fail('HOME_KNOWN', { name });
  await recordAudit(tx, { action: 'emergency-home.opened', subject: { kind: 'emergency-home', id }, personId, division });
  return ok({ id });
}

/** 停用, with the devices; never while a call of the home is open. */
export async function endHome(
  tx: Tx,
  id: string,
  { reason }: z.output<typeof Ending>,
): Promise<Result<null, 'NOT_FOUND' | 'HOME_CALLING'>> {
  const home = await tx.maybe<{ personId: string; division: DivisionCode }>(
    sql`select person_id, division from emergency_home where id = ${id} and ended_on is null for update`,
  );
  if (!home) return fail('NOT_FOUND');
  if (await tx.maybe(sql`select 1 as one from emergency_incident where home_id = ${id} and closed_at is null limit 1`))
    return fail('HOME_CALLING');
  await tx.run(sql`update emergency_home set ended_on = ${tx.today}, ended_reason = ${reason} where id = ${id}`);
  await tx.run(sql`update care_device set state = 'retired' where home_id = ${id}`);
  await recordAudit(tx, { action: 'emergency-home.ended', subject: { kind: 'emergency-home', id }, ...home, detail: { reason } });
  return ok(null);
}

/** A device of a home; its key is shown once, now: whoever installs the device puts it in. */
export async function addDevice(
  tx: Tx,
  homeId: string,
  given: z.output<typeof NewDevice>,
): Promise<Result<{ id: string; key: string }, 'NOT_FOUND' | 'DEVICE_KNOWN'>> {
  const home = await tx.maybe<{ personId: string; division: DivisionCode }>(
    sql`select person_id, division from emergency_home where id = ${homeId} and ended_on is null for update`,
  );
  if (!home) return fail('NOT_FOUND');
  const id = newId();
  const key = randomBytes(24).toString('base64url');
  const made =
    await tx.run(sql`insert into care_device (id, home_id, division, sn, kind, spot, maker, key_sealed, key_digest, registered_at, registered_by)
    values (${id}, ${homeId}, ${home.division}, ${given.sn}, ${given.kind}, ${given.spot ?? null}, ${given.maker || null}, ${tx.keys.seal(key, `care_device.key_sealed:${id}`)}, ${tx.keys.digest(DEVICE_KEY, key)},
      ${tx.now}, ${tx.actor.id}) on conflict (sn) where state = 'in-use' do nothing`);
  if (made === 0) return fail('DEVICE_KNOWN', { sn: given.sn });
  await recordAudit(tx, { action: 'care-device.registered', subject: { kind: 'device', id }, ...home, detail: { sn: given.sn } });
  return ok({ id, key });
}

export async function retireDevice(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND'>> {
  const [device] = await tx.rows<{ division: DivisionCode }>(
    sql`update care_device set state = 'retired' where id = ${id} and state = 'in-use' returning division`,
  );
  if (!device) return fail('NOT_FOUND');
  await recordAudit(tx, { action: 'care-device.retired', subject: { kind: 'device', id }, division: device.division });
  return ok(null);
}

export async function addResponder(
  tx: Tx,
  given: z.output<typeof NewResponder>,
): Promise<Result<{ id: string }, 'INVALID_INPUT'>> {
  if (!isVillage(tx, given.division))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本辖区的村（社区）' }]);
  const id = newId();
  await tx.run(sql`insert into emergency_responder (id, division, kind, name, phone, rank)
    values (${id}, ${given.division}, ${given.kind}, ${given.name}, ${tx.keys.seal(given.phone, responderPlace(id))}, ${given.rank})`);
  await recordAudit(tx, {
    action: 'emergency-responder.registered',
    subject: { kind: 'emergency-responder', id },
    division: given.division,
  });
  return ok({ id });
}

export async function endResponder(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND'>> {
  const [one] = await tx.rows<{ division: DivisionCode }>(
    sql`update emergency_responder set ended_on = ${tx.today} where id = ${id} and ended_on is null returning division`,
  );
  if (!one) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'emergency-responder.ended',
    subject: { kind: 'emergency-responder', id },
    division: one.division,
  });
  return ok(null);
}
