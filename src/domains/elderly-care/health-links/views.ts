/** Health links as the offices see them; the own link and health file. */
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { OwnHealth, ownHealth, PaperHealth } from '../../../kernel/health/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import type { LinkList, LinkRow, MyHealthPage } from './content.ts';
import {
  Agreement,
  type FollowKind,
  FollowUp,
  type FollowWay,
  followKinds,
  followWays,
  KIND,
  LinkEnd,
  type LinkState,
  linkStates,
  Proposal,
  proposers,
  Signing,
  signers,
} from './terms.ts';

interface Row {
  id: string;
  personId: string;
  name: string;
  division: DivisionCode;
  state: LinkState;
  centre: string;
  doctor: string | null;
  fromOn: PlainDate | null;
  toOn: PlainDate | null;
  chronic: boolean;
  tcm: boolean;
  endedWhy: string | null;
  lastOn: PlainDate | null;
  dueAt: string | null;
  late: boolean;
}
const MOST = 200;
const rowsWhere = (tx: Tx, where: Sql): Promise<Row[]> =>
  tx.rows(sql`select l.id, l.person_id, p.name, l.division, l.state, l.centre, l.doctor, l.from_on, l.to_on, l.chronic, l.tcm, l.ended_why, f.last_on, d.due_at,
      coalesce(d.late, false) as late
    from health_link l join person p on p.id = l.person_id
      left join lateral (select max(on_date) as last_on from health_follow_up where link_id = l.id) f on true
      left join lateral (select min(due_at) as due_at, bool_or(state = 'overdue') as late from task_duty
        where person_id = l.person_id and kind = ${KIND} and state in ('open', 'overdue') and l.state = 'signed') d on true
    where ${where} order by l.state = 'ended', coalesce(d.late, false) desc, l.to_on nulls first, l.id limit ${MOST}`);

const whatOf = ({ chronic, tcm }: Pick<Row, 'chronic' | 'tcm'>): string =>
  [chronic && '慢性病随访每季度一次', tcm && '中医药服务'].filter(Boolean).join('，');

function rowOf(tx: Tx, row: Row): LinkRow {
  const to = (what: string) => `/api/health-links/${row.id}/${what}`;
  const fixed = { requestId: newId() };
  const live = row.state !== 'ended';
  return {
    id: row.id,
    personId: row.personId,
    name: row.name,
    placeName: tx.divisions.fullName(row.division),
    stateZh: row.endedWhy ? `已结束：${row.endedWhy}` : linkStates[row.state].zh,
    tone: row.late ? 'bad' : linkStates[row.state].tone,
    centre: row.centre,
    doctor: row.doctor,
    toOn: row.toOn,
    what: whatOf(row),
    lastOn: row.lastOn,
    // 期限是那一刻之前：最后一天是前一天
    dueOn: row.dueAt === null ? null : plainDateOf(new Date(Date.parse(row.dueAt) - 1).toISOString()),
    late: row.late,
    offers: offersTo(tx.actor, [
      {
        action: 'agree',
        zh: '登记同意',
        causes: '凭签了字的同意书；本人在手机上点了同意的不用登记。',
        by: proposers,
        when: row.state === 'proposed',
        to: to('agreement'),
        fields: formOf(Agreement),
        fixed,
      },
      {
        action: 'sign',
        zh: row.state === 'signed' ? '续签' : '登记签约',
        causes: '有慢性病随访的，每季度至少一次，到期没有做的列入村（社区）走访。',
        by: signers,
        when: row.state === 'agreed' || row.state === 'signed',
        to: to('signing'),
        fields: formOf(Signing),
        initial: {
          centre: row.centre,
          fromOn: tx.today,
          chronic: true,
          ...(row.doctor ? { doctor: row.doctor, tcm: row.tcm } : {}),
        },
        fixed,
      },
      {
        action: 'follow',
        zh: '登记随访',
        causes: '只记做了没有，诊断留在卫生机构。',
        by: proposers,
        when: row.state === 'signed',
        to: to('follow-up'),
        fields: formOf(FollowUp),
        initial: { on: tx.today, kinds: ['chronic'], way: 'centre' },
        fixed,
      },
      {
        action: 'health',
        zh: '登记健康档案',
        causes: '凭签了字的单独同意书；登记以后您也看不到，只有本人同意的用途才打开。',
        by: signers,
        when: live,
        to: to('health'),
        fields: formOf(PaperHealth),
        initial: { chronic: [], purposes: ['emergency'] },
        fixed,
      },
      {
        action: 'end',
        zh: row.state === 'signed' ? '解约' : '不签了',
        causes: '不再随访；本人收到通知。',
        by: proposers,
        when: live,
        danger: true,
        to: to('end'),
        fields: formOf(LinkEnd),
        fixed,
      },
    ]),
  };
}

export async function linkList(tx: Tx): Promise<Result<LinkList>> {
  const rows = await rowsWhere(tx, sql`true`);
  if (rows.length > 0) await recordAudit(tx, { action: 'health-link.listed', personIds: rows.map(({ personId }) => personId) });
  return ok({
    rows: rows.map((row) => rowOf(tx, row)),
    offers: offersTo(tx.actor, [
      {
        action: 'propose',
        zh: '提议签约',
        causes: '本人收到消息，同意了才签。',
        by: proposers,
        to: '/api/health-links',
        fields: formOf(Proposal),
        fixed: { requestId: newId() },
      },
    ]),
  });
}

export async function myHealthPage(tx: Tx, personId: string): Promise<MyHealthPage> {
  const links = await rowsWhere(tx, sql`l.person_id = ${personId}`);
  const followed = await tx.rows<{ linkId: string; on: PlainDate; kinds: FollowKind[]; way: FollowWay }>(
    sql`select link_id, on_date as on, kinds, way from health_follow_up where person_id = ${personId} order by on_date desc limit 40`,
  );
  return {
    health: await ownHealth(tx, personId),
    fields: formOf(OwnHealth),
    links: links.map((row) => ({
      id: row.id,
      state: row.state,
      stateZh: row.endedWhy ? `已结束：${row.endedWhy}` : linkStates[row.state].zh,
      centre: row.centre,
      doctor: row.doctor,
      toOn: row.toOn,
      what: whatOf(row),
      followed: followed
        .filter(({ linkId }) => linkId === row.id)
        .map(({ on, kinds, way }) => ({ on, says: `${kinds.map((k) => followKinds[k]).join('、')}，${followWays[way]}` })),
    })),
  };
}
