/** The floor plan: rooms, beds, what makes a bed a nursing bed, and what things cost. By the head of the institution; the county looks on the spot. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addResource } from '../../../kernel/booking/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import { earliestStart } from '../bills/rules.ts';
import { lockInstitution } from '../register/store.ts';
import { type Bed, lockBed, moveBed, pricesOf, pricesOn } from './store.ts';
import { bedStates, careLevels, priceItems, sexRules, wards } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewRoom = z.strictObject({
  building: text('楼栋', 20),
  floor: z.int('请填写整数').min(-3).max(60).meta({ label: '楼层', help: '地下填负数' }),
  name: text('房间', 20),
  areaM2: z.int('请填写整数').min(4).max(500).optional().meta({ label: '面积', unit: '平方米' }),
  toilet: z.boolean().default(false).meta({ label: '有卫生间' }),
  callDevice: z.boolean().default(false).meta({ label: '有呼叫装置' }),
  sexRule: choice(sexRules).meta({ label: '性别限制', choices: sexRules }),
  ward: choice(wards).meta({ label: '病区', choices: wards }),
  beds: z.int('请填写整数').min(0).max(20).meta({ label: '床位', unit: '张', help: '编号是房间号加-1、-2……' }),
  priceClass: text('价格档', 20).meta({ help: '收费标准里床位费的那一档，例如：双人间' }),
});

const shut = ['ended', 'deregistered'] as const;

/** A room with its beds, planned until somebody opens them. */
export async function addRoom(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewRoom>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'CARE_HOME_CLOSED' | 'ROOM_TWICE' | 'BED_TWICE' | 'BED_OVER_FILING'>> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  const { division, recordedBeds, name, state } = found.value;
  if ((shut as readonly string[]).includes(state)) return fail('CARE_HOME_CLOSED', { name, state: '停办' });
  const { have } = await tx.one<{ have: number }>(
    sql`select count(*)::int as have from care_bed where institution_id = ${institutionId} and state <> 'retired'`,
  );
  if (recordedBeds > 0 && have + given.beds > recordedBeds) return fail('BED_OVER_FILING', { recorded: recordedBeds, have });
  const id = newId();
  const added =
    await tx.run(sql`insert into care_room (id, institution_id, division, building, floor, name, area_m2, toilet, call_device, sex_rule, ward, entered_at, entered_by)
    values (${id}, ${institutionId}, ${division}, ${given.building}, ${given.floor === 0 ? 1 : given.floor}, ${given.name}, ${given.areaM2 ?? null}, ${given.toilet}, ${given.callDevice},
      ${given.sexRule}, ${given.ward}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('ROOM_TWICE', { building: given.building, name: given.name });
  for (let n = 1; n <= given.beds; n++) {
    const code = `${given.building}${given.name}-${n}`;
    const bedId = newId();
    await addResource(tx, { id: bedId, kind: 'care-bed', unitId: institutionId, division, label: code });
    const laid =
      await tx.run(sql`insert into care_bed (id, institution_id, division, room_id, code, price_class, changed_at, changed_by)
      values (${bedId}, ${institutionId}, ${division}, ${id}, ${code}, ${given.priceClass}, ${tx.now}, ${tx.actor.id}) on conflict (institution_id, code) do nothing`);
    if (laid === 0) return fail('BED_TWICE', { code });
  }
  await recordAudit(tx, { action: 'care-room.added', subject: { kind: 'care-institution', id: institutionId }, division });
  return ok({ id });
}

export const Because = z.strictObject({
  reason: z.string().trim().min(2, '请写明原因').max(200).meta({ label: '原因' }),
});
const cleaning = { linen: '床品已换', disinfected: '床架、床头柜已消毒', belongings: '遗留物品已清点' } as const;
export const Cleaned = z.strictObject({
  done: z.array(choice(cleaning)).min(3, '三项都做完，才算清洁完成').max(3).meta({ label: '做完了哪些', choices: cleaning }),
});

/** 启用、清洁完成、修好、维修、隔离、停用: what the people of the institution do with an empty bed. Nobody makes a bed free from under a person. */
export async function setBed(
  tx: Tx,
  id: string,
  to: 'vacant' | 'maintenance' | 'quarantine' | 'retired',
  reason: string,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'BED_MOVE' | 'BED_LIVED_IN'>> {
  const locked = await lockBed(tx, id);
  if (!locked.ok) return locked;
  const bed = locked.value;
  // 预留、预订的床空出来，走放弃预留；这里只管本来就空着的
  if (to === 'vacant' && !['planned', 'cleaning', 'maintenance'].includes(bed.state))
    return fail('BED_MOVE', { code: bed.code, state: bedStates[bed.state], to: bedStates[to] });
  if (bed.state === 'quarantine' && (await livedIn(tx, bed))) return fail('BED_LIVED_IN', { code: bed.code });
  const moved = await moveBed(tx, bed, to, reason);
  if (!moved.ok) return moved;
  await recordAudit(tx, { action: 'care-bed.set', subject: { kind: 'care-bed', id }, division: bed.division, detail: { to } });
  return ok({ id });
}

const livedIn = async (tx: Tx, bed: Pick<Bed, 'id'>): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as one from care_stay where bed_id = ${bed.id} and to_on is null`)) !== null;

/** 空床属实: somebody looked. */
export async function confirmVacancy(tx: Tx, institutionId: string): Promise<Result<{ id: string }, 'NOT_FOUND'>> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  await tx.run(sql`update care_institution set vacancy_confirmed_at = ${tx.now} where id = ${institutionId}`);
  await recordAudit(tx, {
    action: 'care-bed.confirmed',
    subject: { kind: 'care-institution', id: institutionId },
    division: found.value.division,
  });
  return ok({ id: institutionId });
}

export const Equipment = z.strictObject({
  rails: z.boolean().default(false).meta({ label: '有护栏，能升降' }),
  bedCalls: z.boolean().default(false).meta({ label: '床头和卫生间有呼叫装置' }),
  wheelchair: z.boolean().default(false).meta({ label: '轮椅能进出，有无障碍卫生间或助浴' }),
  wardStaffed: z.boolean().default(false).meta({ label: '病区按照护二级以上配了人' }),
});

/** What the bed has. It is a nursing bed only when the county has looked at it; what changes has to be looked at again. */
export async function equipBed(
  tx: Tx,
  id: string,
  given: z.infer<typeof Equipment>,
): Promise<Result<{ id: string }, 'NOT_FOUND'>> {
  const locked = await lockBed(tx, id);
  if (!locked.ok) return locked;
  const { division } = locked.value;
  await tx.run(sql`update care_bed set rails = ${given.rails}, bed_calls = ${given.bedCalls}, wheelchair = ${given.wheelchair}, ward_staffed = ${given.wardStaffed},
    checked_on = null, changed_at = ${tx.now}, changed_by = ${tx.actor.id} where id = ${id}`);
  await recordAudit(tx, { action: 'care-bed.equipped', subject: { kind: 'care-bed', id }, division });
  return ok({ id });
}

/** 现场核过: by the office. */
export async function checkBed(tx: Tx, id: string): Promise<Result<{ id: string }, 'NOT_FOUND'>> {
  const locked = await lockBed(tx, id);
  if (!locked.ok) return locked;
  const { division } = locked.value;
  await tx.run(sql`update care_bed set checked_on = ${tx.today} where id = ${id}`);
  await recordAudit(tx, { action: 'care-bed.checked', subject: { kind: 'care-bed', id }, division });
  return ok({ id });
}

export const NewPrice = z.strictObject({
  item: choice(priceItems).meta({ label: '项目', choices: priceItems }),
  name: text('名称', 20).meta({ help: '床位费填档次（双人间），护理费填等级（自理、介助1、介助2、介护1、介护2），餐费填“三餐”' }),
  amount: FenAmount.meta({ label: '标准', help: '床位费、护理费是每月，餐费、试住费是每日' }),
  from: PlainDateText.meta({ label: '从哪天起', widget: 'date', help: '涨价要提前公布' }),
  documentNo: z.string().trim().max(60).optional().meta({ label: '定价文号', help: '公办机构基本床位的政府定价填文号' }),
});

/** A price is charged only once it is published, never backwards; an increase is told before it begins. */
export async function publishPrice(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewPrice>,
): Promise<
  Result<{ id: string }, 'NOT_FOUND' | 'PARAM_MISSING' | 'INVALID_INPUT' | 'PRICE_NOTICE' | 'PRICE_BACKWARDS' | 'PRICE_TWICE'>
> {
  const found = await lockInstitution(tx, institutionId);
  if (!found.ok) return found;
  const { division } = found.value;
  const levels: readonly string[] = Object.values(careLevels);
  if (given.item === 'care' && !levels.includes(given.name))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: `护理费照等级填：${levels.join('、')}` }]);
  const notice = await wholeParameter(tx, 'CARE-PRICE-NOTICE', division, tx.today);
  if (!notice.ok) return notice;
  const known = (await pricesOf(tx, institutionId)).filter((p) => p.item === given.item && p.name === given.name);
  // 和起算那天本来要收的比：已经公布、还没到日子的涨价也算
  const before = pricesOn(known, given.from)[0] ?? null;
  const earliest = earliestStart({
    today: tx.today,
    beforeFen: before?.amountFen ?? null,
    afterFen: given.amount,
    noticeDays: notice.value,
  });
  if (given.from < tx.today) return fail('PRICE_BACKWARDS', { from: tx.today });
  if (given.from < earliest) return fail('PRICE_NOTICE', { days: notice.value, from: earliest });
  const id = newId();
  const published =
    await tx.run(sql`insert into care_price (id, institution_id, division, item, name, amount_fen, from_on, document_no, published_at, published_by)
    values (${id}, ${institutionId}, ${division}, ${given.item}, ${given.name}, ${given.amount}, ${given.from}, ${given.documentNo ?? null}, ${tx.now}, ${tx.actor.id})
    on conflict do nothing`);
  if (published === 0) return fail('PRICE_TWICE', { name: given.name });
  await recordAudit(tx, { action: 'care-price.published', subject: { kind: 'care-institution', id: institutionId }, division });
  return ok({ id });
}
