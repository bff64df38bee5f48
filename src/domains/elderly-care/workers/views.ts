/** What the county and the provider see of the register, with what may be done about each line. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { posts } from '../../../kernel/workforce/index.ts';
import { type ItemClass, itemClasses, skillLevels, type Unit, units } from '../orders/terms.ts';
import type { ItemRow, ProviderRow, WorkerRow } from './content.ts';
import { employers, keepers } from './hands.ts';
import {
  Identified,
  NewCertificate,
  NewItem,
  NewProvider,
  NewWorker,
  PostChecked,
  ProviderPlace,
  ProviderStop,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import {
  type CareWorker,
  type Certificate,
  certificatesOf,
  providersOf,
  workerColumns,
  workerPlace,
  workerTables,
} from './store.ts';
import { levelName, providerStates } from './terms.ts';

const fresh = () => ({ requestId: newId() });

export async function providerList(tx: Tx): Promise<{ rows: ProviderRow[]; offers: Offer[] }> {
  const counts = await tx.rows<{ providerId: string; workers: number }>(
    sql`select provider_id, count(*)::int as workers from care_employment where left_on is null and provider_id is not null group by provider_id limit 300`,
  );
  const workersOf = new Map(counts.map(({ providerId, workers }) => [providerId, workers]));
  const rows = (await providersOf(tx)).map((p) => ({
    id: p.id,
    name: p.name,
    placeZh: tx.divisions.fullName(p.division),
    contractNo: p.contractNo,
    agreedTo: p.agreedTo,
    telephone: p.telephone,
    contact: p.contact,
    stateZh: p.state === 'active' && p.agreedTo < tx.today ? '协议到期' : providerStates[p.state],
    why: p.stateReason,
    workers: workersOf.get(p.id) ?? 0,
    offers: offersTo(tx.actor, [
      {
        action: 'place',
        zh: p.place ? '改自己的位置' : '登记自己的位置',
        causes: '签到在服务商自己的地址的，结算时标出来查。',
        by: keepers,
        to: `/api/home-care/providers/${p.id}/place`,
        fields: formOf(ProviderPlace),
        fixed: fresh(),
      },
      {
        action: 'stop',
        zh: '暂停派单',
        causes: '不再派给这家的护理员，已经接的单照常办完。',
        by: keepers,
        when: p.state === 'active',
        to: `/api/home-care/providers/${p.id}/stop`,
        fields: formOf(ProviderStop),
        danger: true,
        fixed: fresh(),
      },
      {
        action: 'resume',
        zh: '恢复派单',
        causes: '又可以派给这家的护理员。',
        by: keepers,
        when: p.state === 'suspended',
        to: `/api/home-care/providers/${p.id}/resume`,
        fixed: fresh(),
      },
    ]),
  }));
  return {
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记服务商',
        causes: '协议有效期内，这家的护理员可以派单。',
        by: keepers,
        to: '/api/home-care/providers',
        fields: formOf(NewProvider),
        initial: { division: `${(tx.actor.division ?? tx.city).slice(0, 6)}000000` },
        fixed: fresh(),
      },
    ]),
  };
}

export async function itemList(tx: Tx): Promise<{ rows: ItemRow[]; offers: Offer[] }> {
  const rows = await tx.rows<{
    id: string;
    code: string;
    name: string;
    class: ItemClass;
    unit: Unit;
    priceFen: Fen;
    publicFen: Fen | null;
    minMinutes: number;
    plannedMinutes: number;
    level: number;
    sameSex: boolean;
    photo: boolean;
    alwaysCall: boolean;
    fromOn: PlainDate;
  }>(sql`select id, code, name, class, unit, price_fen, public_fen, min_minutes, planned_minutes, level, same_sex, photo, always_call, from_on from home_care_item
    where to_on is null or to_on > ${tx.today} order by class, code, from_on limit 300`);
  return {
    rows: rows.map(({ class: kind, unit, level, sameSex, photo, alwaysCall, ...row }) => ({
      ...row,
      classZh: itemClasses[kind],
      unitZh: units[unit],
      levelZh: skillLevels[String(level) as keyof typeof skillLevels],
      rules: [sameSex && '须同性', photo && '签退拍照', alwaysCall && '每次回访'].filter((rule) => rule !== false),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记项目、调价',
        causes: '编码相同的是调价：从那天起按新的价格，已经下的单不变。',
        by: keepers,
        to: '/api/home-care/items',
        fields: formOf(NewItem),
        initial: { sameSex: 'no', photo: 'no', alwaysCall: 'no', level: '1', unit: 'visit' },
        fixed: fresh(),
      },
    ]),
  };
}

const ratingOf = ({ ratingSum, ratingCount }: CareWorker): string =>
  ratingCount === 0 ? '还没有评价' : `${(ratingSum / ratingCount).toFixed(1)}分（${ratingCount}次）`;

const holds = (c: Certificate, day: PlainDate): boolean => c.valid === true && (c.validTo === null || c.validTo >= day);

/** What stands beside a certificate. */
export const certificateState = (c: Certificate, day: PlainDate): { zh: string; good: boolean } => ({
  good: holds(c, day),
  zh: c.valid === null ? '没有核验' : !c.valid ? '核验无效' : holds(c, day) ? '已核验' : '已过期',
});

/** Why somebody may not work today; null: may. */
function troubleOf(worker: CareWorker, certificates: readonly Certificate[], day: PlainDate): string | null {
  if (worker.leftOn !== null && worker.leftOn <= day) return '已离职';
  if (worker.barredReason) return `停止上岗：${worker.barredReason}`;
  if (!worker.identified) return '没有身份证号';
  if (worker.post === 'carer' && !certificates.some((c) => c.scheme !== 'social' && holds(c, day))) return '证书已过期或未核验';
  if (worker.healthTo === null || worker.healthTo < day) return '健康证已过期';
  return worker.backgroundOn === null ? '没有背景核查' : null;
}

const PAGE = 200;

/** Whoever is in a post of one's own body, or of the county. Phones are the own body's. */
export async function workerList(
  tx: Tx,
  cursor?: string,
): Promise<{ rows: WorkerRow[]; next: string | null; inPost: number; offers: Offer[] }> {
  const stretch = stretchOf(cursor, PAGE);
  const own = tx.actor.unitId !== null;
  const all = await tx.rows<CareWorker>(
    sql`select ${workerColumns} from ${workerTables} order by w.left_on nulls first, w.employer_name, c.name, w.id ${within(stretch)}`,
  );
  const { rows: found, next } = pageOf(all, stretch);
  const { inPost } = await tx.one<{ inPost: number }>(
    sql`select count(*)::int as in_post from ${workerTables} where w.left_on is null`,
  );
  const certificates = Map.groupBy(
    await certificatesOf(
      tx,
      found.map(({ workerId }) => workerId),
    ),
    ({ workerId }) => workerId,
  );
  const rows = found.map((worker): WorkerRow => {
    const mine = certificates.get(worker.workerId) ?? [];
    const there = worker.leftOn === null;
    const to = (what: string) => `/api/care-workers/${worker.id}/${what}`;
    return {
      id: worker.id,
      name: worker.name,
      sexZh: worker.sex === null ? '' : worker.sex === 'female' ? '女' : '男',
      postZh: posts[worker.post],
      phone: own && worker.phone ? tx.keys.open(worker.phone, workerPlace('phone', worker.id)) : null,
      employerName: worker.employerName,
      hiredOn: worker.hiredOn,
      healthTo: worker.healthTo,
      backgroundOn: worker.backgroundOn,
      leftOn: worker.leftOn,
      ratingZh: worker.providerId === null ? '' : ratingOf(worker),
      trouble: troubleOf(worker, mine, tx.today),
      certificates: mine.map((c) => {
        const { zh, good } = certificateState(c, tx.today);
        return {
          id: c.id,
          no: c.certNo,
          levelZh: levelName(c),
          good,
          stateZh: zh,
          offers: offersTo(tx.actor, [
            {
              action: 'verify',
              zh: '核验',
              causes: '按发证机关的答复登记；查到有效的才能派单、领津贴。',
              by: keepers,
              to: `/api/care-certificates/${c.id}/verification`,
              fields: formOf(Verification),
              fixed: fresh(),
            },
          ]),
        };
      }),
      offers: offersTo(tx.actor, [
        {
          action: 'identify',
          zh: '补录身份证号',
          causes: '补录以后才能申请补贴。',
          by: employers,
          when: there && !worker.identified,
          to: to('identity'),
          fields: formOf(Identified),
          fixed: fresh(),
        },
        {
          action: 'certificate',
          zh: '登记证书',
          causes: '县里核验以后才算数。',
          by: employers,
          when: there,
          to: to('certificates'),
          fields: formOf(NewCertificate),
          initial: { scheme: 'eight' },
          fixed: fresh(),
        },
        {
          action: 'papers',
          zh: '更新健康证',
          causes: '健康证过期的不能上岗、不派单。',
          by: employers,
          when: there,
          to: to('papers'),
          fields: formOf(WorkerPapers),
          initial: { healthTo: worker.healthTo, backgroundOn: worker.backgroundOn },
          fixed: fresh(),
        },
        {
          action: 'leave',
          zh: '登记离职',
          causes: '从那天起不再算在岗、不再派单。',
          by: employers,
          when: there,
          to: to('leave'),
          fields: formOf(WorkerLeaves),
          danger: true,
          fixed: fresh(),
        },
        {
          action: 'check',
          zh: '核对合同、学历',
          causes: '核对过的才能领入职补贴。',
          by: keepers,
          when: there && worker.checkedOn === null,
          to: to('check'),
          fields: formOf(PostChecked),
          fixed: fresh(),
        },
        {
          action: 'bar',
          zh: '停止上岗',
          causes: '这个人不再派单、不算在配比里、不发补贴，别的业务也会知道。',
          by: keepers,
          when: there && worker.barredOn === null,
          to: to('bar'),
          fields: formOf(WorkerBarred),
          danger: true,
          fixed: fresh(),
        },
      ]),
    };
  });
  return {
    next,
    inPost,
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记人员',
        causes: '身份证号、电话、出发地加密保存。护理员的证书由县里核验后才能上岗、派单。',
        by: employers,
        to: '/api/care-workers',
        fields: formOf(NewWorker),
        initial: { post: 'carer', established: 'no', hiredOn: tx.today },
        fixed: fresh(),
      },
    ]),
  };
}
