/** 标准地址的登记和核对 (PN-06): one row for a plate; who lives there is nobody's business here. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { Division, type DivisionCode, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type AddressParts, addressKey, partsText, printAddress } from './address.ts';

const part = (label: string, max: number, help = '') =>
  z
    .string()
    .trim()
    .max(max, `不超过${max}个字`)
    .default('')
    .meta({ label, ...(help ? { help } : {}) });

export const addressFields = {
  division: Division.meta({ label: '村（社区）', widget: 'division' }),
  street: part('街路巷', 20, '地名库里的标准名称'),
  hamlet: part('自然村、湾', 20),
  group: part('组', 10),
  number: part('门牌号', 12, '特1、甲2、384-1都可以'),
  compound: part('小区、建筑', 20),
  building: part('栋', 8),
  unit: part('单元', 8),
  room: part('室', 8),
} as const;
export const NewAddress = z.strictObject({
  ...addressFields,
  plateOn: PlainDateText.optional().meta({ label: '门牌安装日期', widget: 'date', help: '还没有安装的空着' }),
});
export type NewAddress = z.infer<typeof NewAddress>;

/** From the province down: the template begins there. */
const fullOf = (tx: Tx, division: DivisionCode): string =>
  [
    ...tx.divisions
      .ancestors(division)
      .filter(({ level }) => level !== 'nation')
      .map(({ name }) => name)
      .reverse(),
    tx.divisions.get(division)!.name,
  ].join('');

/** A street of the address is one of the register, standing there. */
async function knowsStreet(tx: Tx, street: string, division: DivisionCode): Promise<boolean> {
  const around = [division, ...tx.divisions.ancestors(division).map(({ code }) => code)];
  return (
    (await tx.maybe(
      sql`select 1 as found from place_name p where p.category = 'street' and p.name = ${street} and p.status = 'standard' and p.division = any(${around}::text[]) limit 1`,
    )) !== null
  );
}

/** What stands against an address, wherever it is asked for. */
export async function refuseAddress(tx: Tx, { division, ...parts }: NewAddress): Promise<Result<null, 'INVALID_INPUT'>> {
  if (tx.divisions.get(division)?.level !== 'village') return wrong('division', '请选择到村（社区）');
  if (!parts.street && !parts.hamlet && !parts.group && !parts.compound)
    return wrong('street', '请填写街路巷、自然村、组或者小区');
  return parts.street && !(await knowsStreet(tx, parts.street, division))
    ? wrong('street', `地名库里这里没有“${parts.street}”这条路，请用标准名称`)
    : ok(null);
}

export async function addAddress(tx: Tx, given: NewAddress): Promise<Result<{ id: Id<'StandardAddress'>; printed: string }>> {
  const { division, plateOn, ...parts } = given;
  if (!inScope(division, tx.actor.division ?? tx.city)) return fail('DIVISION_FOREIGN');
  const fits = await refuseAddress(tx, given);
  if (!fits.ok) return fits;
  const id: Id<'StandardAddress'> = newId();
  const printed = printAddress(fullOf(tx, division), parts);
  const { group, ...columns } = parts;
  const added =
    await tx.run(sql`insert into standard_address (id, division, hamlet, street, number, group_no, compound, building, unit, room, key, printed, plate_on, created_at, created_by)
    values (${id}, ${division}, ${columns.hamlet}, ${columns.street}, ${columns.number}, ${group}, ${columns.compound}, ${columns.building}, ${columns.unit}, ${columns.room},
      ${addressKey(parts)}, ${printed}, ${plateOn ?? null}, ${tx.now}, ${tx.actor.id})
    on conflict (division, key) do nothing`);
  if (added === 0) return fail('ADDRESS_TWICE', { address: partsText(parts) });
  await recordAudit(tx, { action: 'standard-address.added', subject: { kind: 'standard-address', id }, division, detail: {} });
  return ok({ id, printed });
}

const PAGE = 50;

export async function addressList(
  tx: Tx,
  { division, after }: { division?: DivisionCode | undefined; after?: string | undefined },
) {
  const [code = '', key = ''] = after?.split(' ') ?? [];
  const { lo, hi } = tx.actor;
  const rows = await tx.rows<{
    id: string;
    division: DivisionCode;
    key: string;
    printed: string;
    plateOn: PlainDate | null;
  }>(sql`select id, division, key, printed, plate_on from standard_address
    where division >= ${lo} and division < ${hi} and ${division ? sql`division = ${division}` : sql`true`} and ${after ? sql`(division, key) > (${code}, ${key})` : sql`true`}
    order by division, key limit ${PAGE + 1}`);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map(({ id, printed, plateOn }) => ({ id, printed, plateOn })),
    next: rows.length > PAGE && last ? `${last.division} ${last.key}` : null,
  };
}

/** 地址核对: the standard form, and whether there is such a plate. Never who lives there. */
export async function checkAddress(tx: Tx, division: DivisionCode, parts: AddressParts) {
  if (tx.divisions.get(division)?.level !== 'village') return fail('DIVISION_FOREIGN');
  const found = await tx.maybe<{ printed: string }>(
    sql`select printed from standard_address where division = ${division} and key = ${addressKey(parts)}`,
  );
  return ok({ known: found !== null, standard: found?.printed ?? printAddress(fullOf(tx, division), parts) });
}
