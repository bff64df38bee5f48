/** What the county and the provider see of the register, with what may be done about each line. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type ItemClass, itemClasses, skillLevels, type Unit, units } from '../orders/terms.ts';
import type { ItemRow, ProviderRow, WorkerRow } from './content.ts';
import { keepers, managers } from './hands.ts';
import {
  NewCertificate,
  NewItem,
  NewProvider,
  NewWorker,
  ProviderStop,
  Verification,
  WorkerBarred,
  WorkerLeaves,
  WorkerPapers,
} from './schema.ts';
import { type CareWorker, certificatesOf, providersOf, workerColumns, workerPlace } from './store.ts';
import { providerStates } from './terms.ts';

const fresh = () => ({ requestId: newId() });

export async function providerList(tx: Tx): Promise<{ rows: ProviderRow[]; offers: Offer[] }> {
  const counts = await tx.rows<{ providerId: string; workers: number }>(
    sql`select provider_id, count(*)::int as workers from home_care_worker where left_on is null group by provider_id limit 300`,
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

/** Workers of one's own body, or of the county. Phones are the own body's. */
export async function workerList(tx: Tx): Promise<{ rows: WorkerRow[]; offers: Offer[] }> {
  const own = tx.actor.unitId !== null;
  const found = await tx.rows<CareWorker & { providerName: string }>(sql`select ${workerColumns}, p.name as provider_name
    from home_care_worker w join home_care_provider p on p.id = w.provider_id order by w.left_on nulls first, p.name, w.name, w.id limit 1000`);
  const certificates = await certificatesOf(
    tx,
    found.map(({ id }) => id),
  );
  const rows = found.map((worker): WorkerRow => {
    const mine = certificates.filter(({ workerId }) => workerId === worker.id);
    const holds = (c: (typeof mine)[number]) => c.valid === true && (c.validTo === null || c.validTo >= tx.today);
    const trouble = worker.leftOn
      ? '已离职'
      : worker.barredReason
        ? `停止派单：${worker.barredReason}`
        : !mine.some(holds)
          ? '证书已过期或未核验'
          : worker.healthTo === null || worker.healthTo < tx.today
            ? '健康证已过期'
            : worker.backgroundOn === null
              ? '没有背景核查'
              : null;
    return {
      id: worker.id,
      name: worker.name,
      sexZh: worker.sex === 'female' ? '女' : '男',
      phone: own ? tx.keys.open(worker.phone, workerPlace('phone', worker.id)) : null,
      providerName: worker.providerName,
      healthTo: worker.healthTo,
      backgroundOn: worker.backgroundOn,
      leftOn: worker.leftOn,
      ratingZh: ratingOf(worker),
      trouble,
      certificates: mine.map((c) => ({
        id: c.id,
        no: c.certNo,
        levelZh: skillLevels[String(c.level) as keyof typeof skillLevels],
        good: holds(c),
        stateZh:
          c.valid === null
            ? '没有核验'
            : !c.valid
              ? '核验无效'
              : c.validTo !== null && c.validTo < tx.today
                ? '已过期'
                : '已核验',
        offers: offersTo(tx.actor, [
          {
            action: 'verify',
            zh: '核验',
            causes: '查到有效的才能派单。',
            by: keepers,
            to: `/api/home-care/certificates/${c.id}/verification`,
            fields: formOf(Verification),
            fixed: fresh(),
          },
        ]),
      })),
      offers: offersTo(tx.actor, [
        {
          action: 'certificate',
          zh: '登记证书',
          causes: '县里核验以后才能派单。',
          by: managers,
          when: worker.leftOn === null,
          to: `/api/home-care/workers/${worker.id}/certificates`,
          fields: formOf(NewCertificate),
          fixed: fresh(),
        },
        {
          action: 'papers',
          zh: '更新健康证',
          causes: '健康证过期的不派单。',
          by: managers,
          when: worker.leftOn === null,
          to: `/api/home-care/workers/${worker.id}/papers`,
          fields: formOf(WorkerPapers),
          initial: { healthTo: worker.healthTo, backgroundOn: worker.backgroundOn },
          fixed: fresh(),
        },
        {
          action: 'leave',
          zh: '登记离职',
          causes: '从那天起不再派单。',
          by: managers,
          when: worker.leftOn === null,
          to: `/api/home-care/workers/${worker.id}/leave`,
          fields: formOf(WorkerLeaves),
          danger: true,
          fixed: fresh(),
        },
        {
          action: 'bar',
          zh: '停止派单',
          causes: '这个人不再派单，别的业务也会知道。',
          by: keepers,
          when: worker.leftOn === null && worker.barredOn === null,
          to: `/api/home-care/workers/${worker.id}/bar`,
          fields: formOf(WorkerBarred),
          danger: true,
          fixed: fresh(),
        },
      ]),
    };
  });
  return {
    rows,
    offers: offersTo(tx.actor, [
      {
        action: 'enter',
        zh: '登记护理员',
        causes: '身份证号、电话、出发地加密保存。证书由县里核验后才能派单。',
        by: managers,
        to: '/api/home-care/workers',
        fields: formOf(NewWorker),
        fixed: fresh(),
      },
    ]),
  };
}
