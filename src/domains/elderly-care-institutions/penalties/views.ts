/** Cases of penalty in the actor's range, their course, and what may be done. The home sees its own from the notice on. */
import { containing, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { FinePaid, Hearing, NewPenalty, PenaltyDecision, PenaltyNotice, PenaltyRecord, Statement, saysKinds } from './act.ts';
import type { PenaltyRow } from './content.ts';
import { FineReturned, RevocationAsk, RevocationDecision } from './revoke.ts';
import { waitsFor } from './rules.ts';
import { certifiedOf, type Penalty, penaltyColumns } from './store.ts';
import { deciders, heads, officers, penaltyStates, revocationGrounds, revokers } from './terms.ts';

/** 提请撤销 of a case, as it stands; the newest one. */
interface Revocation {
  ground: keyof typeof revocationGrounds;
  paperNo: string;
  reason: string;
  state: 'asked' | 'agreed' | 'refused';
  askedOn: PlainDate;
  askedBy: string;
  askedName: string;
  opinion: string | null;
  decidedOn: PlainDate | null;
  decidedName: string | null;
  documentNo: string | null;
}
type Listed = Penalty & { institutionName: string; revocations: Revocation[] };

const courseOf = (of: Listed): string[] =>
  [
    `${longDate(of.openedOn)}立案：${of.facts}`,
    of.recordedOn && `${longDate(of.recordedOn)}调查笔录：${of.record}`,
    of.noticedOn &&
      `${longDate(of.noticedOn)}告知拟${saysKinds(of.kinds!, of.fineFen!)}（${of.basis}）${of.mayHear ? '，可以要求听证' : ''}`,
    of.saidOn && `${longDate(of.saidOn)}陈述申辩：${of.said}`,
    of.hearingAskedOn && `${longDate(of.hearingAskedOn)}申请听证`,
    of.heardOn && `${longDate(of.heardOn)}听证：${of.heard}`,
    of.decidedOn && `${longDate(of.decidedOn)}${of.documentNo ? `决定${of.documentNo}` : '不予处罚'}：${of.answer}`,
    of.publishedOn && `${longDate(of.publishedOn)}公开`,
    of.paidOn && `${longDate(of.paidOn)}缴清罚款（${of.voucher}）`,
    ...of.revocations.flatMap((r) => [
      `${longDate(r.askedOn)}${r.askedName}提请撤销：${revocationGrounds[r.ground]}（${r.paperNo}），${r.reason}`,
      r.decidedOn &&
        `${longDate(r.decidedOn)}${r.decidedName}${r.state === 'agreed' ? `决定撤销（${r.documentNo}）` : '不同意撤销'}：${r.opinion}`,
    ]),
    of.returnedOn && `${longDate(of.returnedOn)}退还罚款（${of.returnVoucher}）`,
  ].filter((line) => line !== null);

function dueOf(tx: Tx, of: Listed): PenaltyRow['due'] {
  const due = (zh: string, on: PlainDate) => ({ zh, on, late: tx.today > on });
  if (of.state === 'noticed') return { ...due('陈述申辩到', of.sayBy!), late: false };
  if (of.state === 'revoked') return of.returnBy !== null && of.returnedOn === null ? due('退还罚款', of.returnBy) : null;
  if (of.state !== 'decided') return null;
  if (of.publishedOn === null) return due('公开', of.publishBy!);
  return of.payBy !== null && of.paidOn === null ? due('缴罚款', of.payBy) : null;
}

function offersOf(tx: Tx, of: Listed): Offer[] {
  const to = (what: string) => `/api/care-penalties/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const asked = of.revocations.find(({ state }) => state === 'asked');
  const mine = tx.actor.id === of.leadId || tx.actor.id === of.secondId;
  const speaks = of.state === 'noticed' && tx.today <= of.sayBy!;
  const decidable =
    of.state === 'noticed' &&
    waitsFor(
      { sayBy: of.sayBy!, mayHear: of.mayHear!, saidOn: of.saidOn, hearingAskedOn: of.hearingAskedOn, heardOn: of.heardOn },
      tx.today,
    ) === null;
  return offersTo(tx.actor, [
    {
      action: 'record',
      zh: '登记调查笔录',
      causes: '两名执法人员调查完毕，才能告知。',
      by: officers,
      when: of.state === 'opened' && mine,
      to: to('record'),
      fields: formOf(PenaltyRecord),
      fixed,
    },
    {
      action: 'notice',
      zh: '告知拟作的处罚',
      causes: '出告知书；机构有五个工作日陈述申辩，罚款数额较大的可以要求听证。',
      by: officers,
      when: of.state === 'recorded' && mine,
      to: to('notice'),
      fields: formOf(PenaltyNotice),
      initial: { kinds: ['correct'], fine: 0, basis: '《养老机构管理办法》第四十六条' },
      fixed,
    },
    {
      action: 'state',
      zh: of.saidOn ? '修改陈述申辩' : '陈述、申辩',
      causes: '不会因为申辩加重处罚。',
      by: heads,
      when: speaks,
      to: to('statement'),
      fields: formOf(Statement),
      initial: { said: of.said ?? '' },
      fixed,
    },
    {
      action: 'ask-hearing',
      zh: '要求听证',
      causes: '听证以后才能决定。',
      by: heads,
      when: speaks && of.mayHear === true && of.hearingAskedOn === null,
      to: to('hearing-request'),
      fixed,
    },
    {
      action: 'hear',
      zh: '登记听证',
      causes: '由没有办这一案的人主持；听证以后由领导决定。',
      by: officers,
      when: of.state === 'noticed' && mine && of.hearingAskedOn !== null && of.heardOn === null,
      to: to('hearing'),
      fields: formOf(Hearing),
      initial: { on: tx.today },
      fixed,
    },
    {
      action: 'decide',
      zh: '决定',
      causes: '不能比告知的重；有罚款的扣信用分，决定以后限期公开。',
      by: deciders,
      when: decidable,
      to: to('decision'),
      fields: formOf(PenaltyDecision),
      initial: { kinds: of.kinds ?? [], fine: of.fineFen ?? 0 },
      fixed,
    },
    {
      action: 'publish',
      zh: '公开决定',
      causes: '所有人在这家机构的页面上看得到。',
      by: officers,
      when: of.state === 'decided' && mine && of.publishedOn === null,
      to: to('publication'),
      fixed,
    },
    {
      action: 'pay',
      zh: '登记缴款',
      causes: '缴清罚款。',
      by: officers,
      when: of.state === 'decided' && mine && of.payBy !== null && of.paidOn === null,
      to: to('payment'),
      fields: formOf(FinePaid),
      initial: { on: tx.today },
      fixed,
    },
    {
      action: 'ask-revocation',
      zh: '提请撤销',
      causes: '由没有办这一案的领导决定；撤销的，公开的信息撤回并说明理由，扣的信用分补回，缴了的罚款退还。',
      by: revokers,
      when: of.state === 'decided' && !asked,
      to: to('revocation'),
      fields: formOf(RevocationAsk),
      initial: { ground: 'self' },
      fixed,
    },
    {
      action: 'decide-revocation',
      zh: '决定是否撤销',
      causes: '撤销的出决定书，当天生效，不能改回来。',
      danger: true,
      by: deciders,
      when: of.state === 'decided' && asked !== undefined && asked.askedBy !== tx.actor.id,
      to: to('revocation-decision'),
      fields: formOf(RevocationDecision),
      fixed,
    },
    {
      action: 'return',
      zh: '登记退还罚款',
      causes: '罚款已经退给机构。',
      by: officers,
      when: of.state === 'revoked' && mine && of.returnBy !== null && of.returnedOn === null,
      to: to('return'),
      fields: formOf(FineReturned),
      initial: { on: tx.today },
      fixed,
    },
  ]);
}

/** 立案, for the officers: which home, and with whom. */
async function openOffer(tx: Tx): Promise<Offer[]> {
  if (!isOneOf(tx.actor, officers) || !tx.actor.division) return [];
  const homes = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from care_institution where state not in ('preparing', 'deregistered') order by name limit 2000`,
  );
  const others = (await certifiedOf(tx, tx.actor.division)).filter(({ userId }) => userId !== tx.actor.id);
  if (others.length === 0 || homes.length === 0) return [];
  const choices = Object.fromEntries(others.map(({ userId, name, certNo }) => [userId, `${name}（${certNo}）`]));
  const where = Object.fromEntries(homes.map(({ id, name }) => [id, name]));
  const form = NewPenalty.extend({
    institution: choice(where).meta({ label: '哪家机构', choices: where }),
    second: choice(choices).meta({ label: '另一名执法人员', choices }),
  });
  return offersTo(tx.actor, [
    {
      action: 'open',
      zh: '立案',
      causes: '两名有执法证的人一起办；立案以后调查、告知、听取申辩，再由领导决定。',
      by: officers,
      to: '/api/care-penalties',
      fields: formOf(form),
      fixed: { requestId: newId() },
    },
  ]);
}

const PAGE = 50;

/** What waits first; searched by the home and by the number of the decision. */
export async function penaltyList(
  tx: Tx,
  { q, cursor }: Listing,
): Promise<Result<{ rows: PenaltyRow[]; next: string | null; offers: Offer[] }>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await tx.rows<Listed>(sql`select ${penaltyColumns}, i.name as institution_name,
      coalesce((select jsonb_agg(jsonb_build_object('ground', r.ground, 'paperNo', r.paper_no, 'reason', r.reason, 'state', r.state, 'askedOn', r.asked_on, 'askedBy', r.asked_by,
        'askedName', r.asked_name, 'opinion', r.opinion, 'decidedOn', r.decided_on, 'decidedName', r.decided_name, 'documentNo', r.document_no) order by r.asked_on, r.id)
        from care_penalty_revocation r where r.penalty_id = n.id), '[]') as revocations
    from care_penalty n join care_institution i on i.id = n.institution_id
    where (${tx.actor.unitId ?? null}::text is null or n.noticed_on is not null)
      and ${q ? sql`(i.name like ${containing(q)} or n.document_no like ${containing(q)})` : sql`true`}
    order by n.state in ('decided', 'dropped', 'revoked'), n.opened_on desc, n.id ${within(stretch)}`);
  const { rows, next } = pageOf(found, stretch);
  return ok({
    next,
    rows: rows.map((of) => ({
      id: of.id,
      institutionName: of.institutionName,
      stateZh: penaltyStates[of.state].zh,
      tone: penaltyStates[of.state].tone,
      openedOn: of.openedOn,
      officers: `${of.leadName}、${of.secondName}`,
      what: of.decidedKinds
        ? saysKinds(of.decidedKinds, of.decidedFen!)
        : of.kinds && of.state === 'noticed'
          ? `拟${saysKinds(of.kinds, of.fineFen!)}`
          : '',
      due: dueOf(tx, of),
      course: courseOf(of),
      offers: offersOf(tx, of),
    })),
    offers: await openOffer(tx),
  });
}
