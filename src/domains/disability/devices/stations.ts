/** 网点和目录: entered by the city and the counties. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, FenAmount } from '../../../kernel/schema/index.ts';
import { deviceKinds, stationHosts, stationKinds } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

export const NewStation = z.strictObject({
  name: text('网点名称', 60),
  kind: choice(stationKinds).meta({ label: '类型', choices: stationKinds }),
  host: choice(stationHosts).meta({ label: '设在', choices: stationHosts }),
  operator: text('运营单位', 60),
  division: Division.meta({ label: '所在村（社区）', widget: 'division' }),
  address: text('地址', 100),
  telephone: text('电话', 20),
  hours: text('服务时间', 60),
  hasPermit: z.boolean().default(false).meta({ label: '有医疗器械备案或许可' }),
});

export async function registerStation(tx: Tx, station: z.infer<typeof NewStation>): Promise<Result<{ id: string }>> {
  if (!tx.divisions.get(station.division) || !inScope(station.division, tx.actor.division ?? tx.city))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本辖区内的村（社区）' }]);
  const id = newId();
  const added =
    await tx.run(sql`insert into device_station (id, name, kind, host, operator, division, address, telephone, hours, has_permit)
    values (${id}, ${station.name}, ${station.kind}, ${station.host}, ${station.operator}, ${station.division}, ${station.address}, ${station.telephone}, ${station.hours}, ${station.hasPermit})
    on conflict (division, name) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: '这里已经有同名的网点' }]);
  await recordAudit(tx, { action: 'device-station.added', subject: { kind: 'device-station', id }, division: station.division });
  return ok({ id });
}

export const NewItem = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[A-Z0-9-]{4,20}$/, '目录编号是大写字母、数字和短横')
    .meta({ label: '目录编号' }),
  name: text('名称', 40),
  kind: choice(deviceKinds).meta({ label: '种类', choices: deviceKinds }),
  classCode: z
    .string()
    .trim()
    .regex(/^\d{2}( \d{2}){0,2}$/, '请按国家分类代码填写，例如“12 22 03”')
    .meta({ label: '国家分类代码' }),
  monthlyRent: FenAmount.optional().meta({ label: '月租金', help: '不出租的不用填' }),
  lifeMonths: z.int().min(1).max(600).meta({ label: '使用寿命', unit: '个月' }),
  regulated: z.boolean().default(false).meta({ label: '属于二、三类医疗器械' }),
});

export async function addItem(tx: Tx, item: z.infer<typeof NewItem>): Promise<Result<{ code: string }>> {
  const added =
    await tx.run(sql`insert into device_item (code, name, kind, class_code, monthly_rent_fen, life_months, rentable, regulated)
    values (${item.code}, ${item.name}, ${item.kind}, ${item.classCode}, ${item.monthlyRent ?? null}, ${item.lifeMonths}, ${(item.monthlyRent ?? 0) > 0}, ${item.regulated})
    on conflict (code) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'code', message: '目录编号已经用过' }]);
  await recordAudit(tx, { action: 'device-item.added', subject: { kind: 'device-item', id: item.code } });
  return ok({ code: item.code });
}
