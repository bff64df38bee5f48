/** The county's register of outlets: who takes vouchers, and the canteens (EL-31). */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { CreditCode, choice, Division, formOf } from '../../../kernel/schema/index.ts';
import { findOutlet, outletsOf } from './store.ts';
import { type OutletRow, outletKinds } from './terms.ts';

export const keepers = ['county-clerk'] as const;
export const TILL = 'care-outlet';

const text = (label: string, min: number, max: number) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewOutlet = z.strictObject({
  kind: choice(outletKinds).meta({ label: '是什么' }),
  name: text('名称', 2, 60),
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }),
  address: text('地址', 4, 100),
  telephone: text('电话', 5, 20),
  seats: z
    .int()
    .min(1)
    .max(2000)
    .optional()
    .meta({ label: '座位数', showIf: { field: 'kind', in: ['canteen'] }, requiredIfShown: true }),
});
export const ClosedOutlet = z.strictObject({ reason: text('原因', 4, 200) });

export async function addOutlet(tx: Tx, given: z.infer<typeof NewOutlet>): Promise<Result<{ id: string }>> {
  const { kind, name, creditCode, division, address, telephone } = given;
  const seats = kind === 'canteen' ? given.seats : null;
  if (seats === undefined) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'seats', message: '请填写座位数' }]);
  if (tx.divisions.get(division)?.level !== 'village' || division < tx.actor.lo! || division >= tx.actor.hi!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本县的村（社区）' }]);
  const id = newId();
  const written =
    await tx.run(sql`insert into care_outlet (id, kind, name, credit_code, division, address, telephone, seats, opened_on, recorded_by)
    values (${id}, ${kind}, ${name}, ${creditCode}, ${division}, ${address}, ${telephone}, ${seats}, ${tx.today}, ${tx.actor.id}) on conflict do nothing`);
  if (written === 0) return fail('OUTLET_KNOWN', { name });
  await recordAudit(tx, { action: 'care-outlet.entered', subject: { kind: 'care-outlet', id }, division, detail: { name } });
  return ok({ id });
}

export async function closeOutlet(tx: Tx, id: string, given: z.infer<typeof ClosedOutlet>): Promise<Result<null>> {
  const outlet = await findOutlet(tx, id);
  if (!outlet || outlet.closedOn) return fail('NOT_FOUND');
  await tx.run(sql`update care_outlet set closed_on = ${tx.today}, close_reason = ${given.reason} where id = ${id}`);
  await recordAudit(tx, {
    action: 'care-outlet.closed',
    subject: { kind: 'care-outlet', id },
    division: outlet.division,
    detail: { name: outlet.name },
  });
  return ok(null);
}

export async function outletList(tx: Tx): Promise<{ rows: OutletRow[]; offers: Offer[] }> {
  const rows: OutletRow[] = [];
  for (const outlet of await outletsOf(tx))
    rows.push({
      id: outlet.id,
      kindZh: outletKinds[outlet.kind],
      name: outlet.name,
      villageName: tx.divisions.fullName(outlet.division),
      address: outlet.address,
      telephone: outlet.telephone,
      seats: outlet.seats,
      openedOn: outlet.openedOn,
      closedOn: outlet.closedOn,
      closeReason: outlet.closeReason,
      tills: (await holdersInUnit(tx, outlet.id, [TILL])).map((h) => h.name),
      offers: offersTo(tx.actor, [
        {
          action: 'close',
          zh: '停业',
          causes: '从今天起不能再收消费券、登记助餐；以前的记录和结算照旧。',
          danger: true,
          fields: formOf(ClosedOutlet),
          by: keepers,
          when: outlet.closedOn === null,
          to: `/api/elders/outlets/${outlet.id}/close`,
        },
      ]),
    });
  return {
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'add',
        zh: '登记网点',
        causes: '登记以后，由系统管理员给收银人员开“养老服务网点”岗位的账号，就能收消费券、登记助餐。',
        fields: formOf(NewOutlet),
        by: keepers,
        to: '/api/elders/outlets',
      },
    ]),
  };
}
