/** The register as its keepers see it: homes with their devices, responders by village. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import type { HomeRow, ResponderRow } from './content.ts';
import { keepers } from './hands.ts';
import { deviceLimits } from './parameters.ts';
import { Ending, NewDevice, NewHome, NewResponder } from './schema.ts';
import { responderPlace } from './store.ts';
import { type DeviceKind, deviceKinds, type ResponderKind, responderKinds } from './terms.ts';

const PAGE = 50;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Homes that are open, the newest first, 50 a page; `trouble`: only those with a silent device or a low battery. */
export async function homeList(
  tx: Tx,
  filter: { division?: string | undefined; q?: string | undefined; trouble?: '1' | undefined; cursor?: string | undefined },
): Promise<Result<{ rows: HomeRow[]; next: string | null; offers: Offer[] }, 'PARAM_MISSING'>> {
  const limits = await deviceLimits(tx);
  if (!limits.ok) return limits;
  const { 'SOS-HEARTBEAT': hours, 'SOS-BATTERY': least } = limits.value;
  const since = new Date(Date.parse(tx.now) - hours * 3_600_000).toISOString();
  const silent = sql`coalesce(d.last_seen_at, d.registered_at) < ${since}`;
  const outage = sql`exists (select from care_device_outage g where g.maker = d.maker and g.ended_at is null)`;
  const { lo, hi } = scopeRange((filter.division ?? tx.actor.division ?? tx.city) as DivisionCode);
  const found = await tx.rows<{
    id: string;
    personId: string;
    personName: string;
    division: DivisionCode;
    openedOn: PlainDate;
  }>(sql`
    select h.id, h.person_id, p.name as person_name, h.division, h.opened_on from emergency_home h join person p on p.id = h.person_id
    where h.ended_on is null and h.division >= ${lo} and h.division < ${hi} and h.id < ${filter.cursor ?? LAST}
      and ${filter.q ? sql`p.name like ${`${filter.q.replaceAll(/[%_\\]/g, '')}%`}` : sql`true`}
      and ${filter.trouble ? sql`exists (select from care_device d where d.home_id = h.id and d.state = 'in-use' and ((${silent} and not ${outage}) or d.battery < ${least}))` : sql`true`}
    order by h.id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const devices = await tx.rows<{
    id: string;
    homeId: string;
    kind: DeviceKind;
    sn: string;
    spot: string | null;
    battery: number | null;
    lastSeenAt: string | null;
    silent: boolean;
    unknown: boolean;
  }>(sql`select d.id, d.home_id, d.kind, d.sn, d.spot, d.battery, d.last_seen_at, ${silent} as silent, ${silent} and ${outage} as unknown from care_device d
    where d.home_id = any (${page.map(({ id }) => id)}::uuid[]) and d.state = 'in-use' order by d.registered_at limit 500`);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'emergency-home.listed',
      personIds: page.map(({ personId }) => personId),
      detail: { ...filter },
    });
  return ok({
    rows: page.map((home) => ({
      ...home,
      placeZh: tx.divisions.fullName(home.division),
      devices: devices
        .filter(({ homeId }) => homeId === home.id)
        .map(({ homeId: _, silent: lost, unknown, kind, ...device }) => ({
          ...device,
          kindZh: deviceKinds[kind],
          trouble: unknown
            ? '状态未知（厂家平台没有信号）'
            : lost
              ? `${hours}小时没有信号`
              : device.battery !== null && device.battery < least
                ? '电量低'
                : null,
          offers: offersTo(tx.actor, [
            {
              action: 'retire',
              zh: '停用设备',
              causes: '这台设备不能再呼叫。',
              by: keepers,
              to: `/api/emergency/devices/${device.id}/retire`,
              danger: true,
              fixed: { requestId: newId() },
            },
          ]),
        })),
      offers: offersTo(tx.actor, [
        {
          action: 'device',
          zh: '登记设备',
          causes: '登记后显示一次设备密钥，请当场写进设备。',
          by: keepers,
          to: `/api/emergency/homes/${home.id}/devices`,
          fields: formOf(NewDevice),
          fixed: { requestId: newId() },
        },
        {
          action: 'end',
          zh: '停用',
          causes: '紧急呼叫停用，名下的设备一并停用。',
          by: keepers,
          to: `/api/emergency/homes/${home.id}/end`,
          fields: formOf(Ending),
          danger: true,
          fixed: { requestId: newId() },
        },
      ]),
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    offers: offersTo(tx.actor, [
      {
        action: 'open',
        zh: '开通紧急呼叫',
        causes: '住处、电话、联系人加密保存，只有坐席接起这家的呼叫时打开，并留痕。',
        by: keepers,
        to: '/api/emergency/homes',
        fields: formOf(NewHome),
        initial: { terrain: 'plain', consentOn: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  });
}

export async function responderList(
  tx: Tx,
  filter: { division?: string | undefined; cursor?: string | undefined },
): Promise<{ rows: ResponderRow[]; next: string | null; offers: Offer[] }> {
  const stretch = stretchOf(filter.cursor, 200);
  const { lo, hi } = scopeRange((filter.division ?? tx.actor.division ?? tx.city) as DivisionCode);
  const all = await tx.rows<{
    id: string;
    division: DivisionCode;
    kind: ResponderKind;
    name: string;
    phone: Buffer;
    rank: number;
  }>(sql`
    select id, division, kind, name, phone, rank from emergency_responder where ended_on is null and division >= ${lo} and division < ${hi}
    order by division, rank, id ${within(stretch)}`);
  const { rows, next } = pageOf(all, stretch);
  const offers = offersTo(tx.actor, [
    {
      action: 'add',
      zh: '登记响应人',
      causes: '紧急呼叫时按次序叫。电话加密保存。',
      by: keepers,
      to: '/api/emergency/responders',
      fields: formOf(NewResponder),
      fixed: { requestId: newId() },
    },
  ]);
  const shown = rows.map(({ kind, phone, ...row }) => ({
    id: row.id,
    placeZh: tx.divisions.fullName(row.division),
    kindZh: responderKinds[kind],
    name: row.name,
    phone: tx.keys.open(phone, responderPlace(row.id)),
    rank: row.rank,
    offers: offersTo(tx.actor, [
      {
        action: 'end',
        zh: '注销',
        causes: '以后不再叫这位响应人。',
        by: keepers,
        to: `/api/emergency/responders/${row.id}/end`,
        danger: true,
        fixed: { requestId: newId() },
      },
    ]),
  }));
  return { rows: shown, next, offers };
}
