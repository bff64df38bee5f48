/** What the market supervision and the human-resources office tell: a provider that was punished is suspended, whoever lost a certificate is barred and what hung on it is claimed back. */
import { sql } from '../../../database/sql.ts';
import { holdersInUnit } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineFeedCheck, penaltyKinds, refuseFeed } from '../../../kernel/exchange/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { reclaimRevoked } from '../workforce/revoked.ts';
import { stopProvider } from './act.ts';
import { managers } from './hands.ts';
import { bar } from './staff.ts';
import type { ProviderState } from './terms.ts';

defineTemplates({
  'home-care.provider-penalised': {
    title: '服务商受到处罚',
    text: '{name}受到市场监管处罚（{kind}，{no}），已暂停派单。问题解决了，县里可以恢复。',
  },
  'care-worker.certificate-revoked': {
    title: '技能证书被吊销',
    text: '{name}的证书{no}被吊销，已停止上岗。{claims}',
  },
});

interface Punished {
  id: string;
  name: string;
  division: DivisionCode;
  state: ProviderState;
}
const byCode = (tx: Tx, creditCode: string): Promise<Punished[]> =>
  tx.rows<Punished>(
    sql`select id, name, division, state from home_care_provider where credit_code = ${creditCode} order by division limit 50`,
  );

defineFeedCheck('provider.penalised', async (tx, { payload }) => {
  const { creditCode } = payload as { creditCode: string };
  const [provider] = await byCode(tx, creditCode);
  if (!provider) return refuseFeed('居家服务商名册里没有这个信用代码');
  const { id, division } = provider;
  return ok({ subject: { kind: 'home-care-provider', id }, division, payload: { providerId: id, ...payload } });
});

/** 暂停, in every county where the body serves; the county takes it up again when the matter is settled. */
async function suspend(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { creditCode, decidedOn, kind, documentNo } = payload as {
    creditCode: string;
    decidedOn: PlainDate;
    kind: keyof typeof penaltyKinds;
    documentNo: string;
  };
  for (const { id, name, division, state } of await byCode(tx, creditCode)) {
    if (state === 'active') {
      const stopped = await stopProvider(tx, id, {
        reason: `市场监管处罚：${penaltyKinds[kind]}，${longDate(decidedOn)}，${documentNo}`,
      });
      if (!stopped.ok) throw new Error(`provider ${id} cannot be suspended: ${stopped.code}`);
    }
    const params = { name, kind: penaltyKinds[kind], no: documentNo };
    await notify(tx, { to: { performer: 'county-clerk', division }, template: 'home-care.provider-penalised', params });
    for (const { id: userId } of await holdersInUnit(tx, id, managers))
      await notify(tx, { to: { userId }, template: 'home-care.provider-penalised', params });
  }
}

interface Held {
  id: string;
  workerId: string;
  certNo: string;
  employmentId: string;
  name: string;
  division: DivisionCode;
  employerId: string;
}
/** The certificate with the last post of its holder, which says where he belongs. */
const certificate = (tx: Tx, no: string): Promise<Held | null> =>
  tx.maybe<Held>(sql`select k.id, k.worker_id, k.cert_no, e.id as employment_id, c.name, e.division, e.employer_id
    from care_certificate k join care_worker c on c.id = k.worker_id
      join lateral (select id, division, employer_id from care_employment where worker_id = k.worker_id order by left_on desc nulls first, hired_on desc limit 1) e on true
    where k.cert_no = ${no} limit 1`);

defineFeedCheck('skill.certificate.revoked', async (tx, { on, payload }) => {
  const held = await certificate(tx, String(payload.certificateNo));
  if (!held) return refuseFeed('养老服务人才名册里没有这本证书');
  const { id: certificateId, workerId, division } = held;
  return ok({
    subject: { kind: 'care-worker', id: workerId },
    division,
    payload: { workerId, certificateId, certificateNo: held.certNo, revokedOn: on },
  });
});

async function revoke(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { certificateNo, revokedOn } = payload as { certificateNo: string; revokedOn: PlainDate };
  const held = await certificate(tx, certificateNo);
  if (!held) throw new Error(`the certificate ${certificateNo} is not on record any more`);
  // 先算没有这本证书要追回多少，再停止上岗：停了的人什么都算不出来
  const claims = await reclaimRevoked(tx, { ...held, why: `${held.name}的证书${held.certNo}于${longDate(revokedOn)}被吊销` });
  await tx.run(
    sql`update care_certificate set valid = false, verified_on = ${tx.today}, verified_by = ${tx.actor.id}, reply = ${`人社部门：${longDate(revokedOn)}吊销`} where id = ${held.id}`,
  );
  await recordAudit(tx, {
    action: 'home-care-certificate.verified',
    subject: { kind: 'care-worker', id: held.workerId },
    division: held.division,
    detail: { result: 'revoked', on: revokedOn },
  });
  await bar(tx, held.employmentId, `证书${held.certNo}于${longDate(revokedOn)}被吊销`);
  const params = { name: held.name, no: held.certNo, claims: claims > 0 ? `已提出追回${claims}笔补贴，请定。` : '' };
  await notify(tx, {
    to: { performer: 'county-clerk', division: held.division },
    template: 'care-worker.certificate-revoked',
    params,
  });
  for (const { id } of await holdersInUnit(tx, held.employerId, [...managers, 'care-home-head']))
    await notify(tx, { to: { userId: id }, template: 'care-worker.certificate-revoked', params: { ...params, claims: '' } });
}

export const workerReactions: readonly Subscription[] = [
  defineSubscription({ name: 'elderly-care.provider-penalised', types: ['provider.penalised'], handle: suspend }),
  defineSubscription({ name: 'elderly-care.certificate-revoked', types: ['skill.certificate.revoked'], handle: revoke }),
];
