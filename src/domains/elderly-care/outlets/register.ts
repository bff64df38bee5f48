/** The county's register of outlets: who takes vouchers, and the tills of the canteens (EL-31), which are facilities. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { CreditCode, choice, Division, type FormField, formOf, Uuid } from '../../../kernel/schema/index.ts';
import { outletDoubts } from './doubts.ts';
import { findOutlet, outletsOf, sitesWithoutTill } from './store.ts';
import { type OutletRow, outletKinds, voucherKinds } from './terms.ts';

export const keepers = ['county-clerk'] as const;
export const TILL = 'care-outlet';

const text = (label: string, min: number, max: number) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewOutlet = z.strictObject({
  kind: choice(voucherKinds).meta({ label: '是什么' }),
  name: text('名称', 2, 60),
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }),
  address: text('地址', 4, 100),
  telephone: text('电话', 5, 20),
});
export const NewTill = z.strictObject({
  siteId: Uuid.meta({ label: '哪一处设施', help: '有助餐功能、正在运营的；没有的先在“社区养老设施”里登记' }),
  creditCode: CreditCode.meta({ label: '统一社会信用代码', help: '运营方的' }),
});
export const ClosedOutlet = z.strictObject({ reason: text('原因', 4, 200) });

export async function addOutlet(tx: Tx, given: z.infer<typeof NewOutlet>): Promise<Result<{ id: string }>> {
  const { kind, name, creditCode, division, address, telephone } = given;
  if (tx.divisions.get(division)?.level !== 'village' || division < tx.actor.lo! || division >= tx.actor.hi!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本县的村（社区）' }]);
  const id = newId();
  const written =
    await tx.run(sql`insert into care_outlet (id, kind, name, credit_code, division, address, telephone, opened_on, recorded_by)
    values (${id}, ${kind}, ${name}, ${creditCode}, ${division}, ${address}, ${telephone}, ${tx.today}, ${tx.actor.id}) on conflict do nothing`);
  if (written === 0) return fail('OUTLET_KNOWN', { name });
  await recordAudit(tx, { action: 'care-outlet.entered', subject: { kind: 'care-outlet', id }, division, detail: { name } });
  return ok({ id });
}

/** 给老年食堂开收银: one till for each facility that serves meals. */
export async function openTill(tx: Tx, { siteId, creditCode }: z.infer<typeof NewTill>): Promise<Result<{ id: string }>> {
  const site = (await sitesWithoutTill(tx)).find((one) => one.id === siteId);
  if (!site) return fail('TILL_SITE', {}, [{ path: 'siteId', message: '请选有助餐功能、还没有开收银的设施' }]);
  const { division, name } = site;
  const id = newId();
  await tx.run(sql`insert into care_outlet (id, kind, site_id, credit_code, division, opened_on, recorded_by)
    values (${id}, 'canteen', ${siteId}, ${creditCode}, ${division}, ${tx.today}, ${tx.actor.id})`);
  await recordAudit(tx, { action: 'care-outlet.entered', subject: { kind: 'care-outlet', id }, division, detail: { name } });
  return ok({ id });
}

/** The form with the facilities that may have a till. */
export const tillForm = async (tx: Tx): Promise<{ fields: FormField[] }> => {
  const choices = (await sitesWithoutTill(tx)).map((site) => ({
    value: site.id,
    label: `${site.name}（${tx.divisions.fullName(site.division)}）`,
  }));
  return {
    fields: formOf(NewTill).map((field) => (field.name === 'siteId' ? { ...field, type: 'choice' as const, choices } : field)),
  };
};

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

export async function outletList(tx: Tx): Promise<Result<{ rows: OutletRow[]; offers: Offer[] }, 'PARAM_MISSING'>> {
  const doubts = await outletDoubts(tx);
  if (!doubts.ok) return doubts;
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
      siteId: outlet.siteId,
      open: outlet.open,
      openedOn: outlet.openedOn,
      closedOn: outlet.closedOn,
      closeReason: outlet.closeReason,
      doubts: doubts.value.get(outlet.id) ?? [],
      tills: (await holdersInUnit(tx, outlet.id, [TILL])).map((h) => h.name),
      offers: offersTo(tx.actor, [
        {
          action: 'close',
          zh: outlet.siteId ? '停收银' : '停业',
          causes: outlet.siteId
            ? '从今天起不能再登记助餐；以前的记录和结算照旧。食堂本身停运、注销在“社区养老设施”里办。'
            : '从今天起不能再收消费券；以前的记录和结算照旧。',
          danger: true,
          fields: formOf(ClosedOutlet),
          by: keepers,
          when: outlet.closedOn === null,
          to: `/api/elders/outlets/${outlet.id}/close`,
          fixed: { requestId: newId() },
        },
      ]),
    });
  return ok({
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'add',
        zh: '登记网点',
        causes: '登记以后，由系统管理员给收银人员开“养老服务网点”岗位的账号，就能收消费券。',
        fields: formOf(NewOutlet),
        by: keepers,
        to: '/api/elders/outlets',
        fixed: { requestId: newId() },
      },
      {
        action: 'till',
        zh: '给老年食堂开收银',
        causes: '食堂在“社区养老设施”里登记。开了收银，由系统管理员给收银人员开“养老服务网点”岗位的账号，就能登记助餐。',
        fieldsAt: '/api/elders/canteen-tills/form',
        by: keepers,
        to: '/api/elders/canteen-tills',
        fixed: { requestId: newId() },
      },
    ]),
  });
}
