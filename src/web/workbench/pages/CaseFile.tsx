/** What a case holds, read from top to bottom: what was declared, the notice, papers, what is paid, kin, history. What can be done with it is in Case.tsx. */
import { Link } from '@tanstack/react-router';
import type { CaseView } from '../../../kernel/service/index.ts';
import { Facts, Section } from '../../components/layout.tsx';
import { Day, IdNumber, Moment, Money, Month, PersonName, State, Tag } from '../../components/marks.tsx';
import type { CaseSections } from './caseSections.ts';

export function FactSections({ sections }: { sections: CaseSections }) {
  if (!sections.facts?.length) return null;
  return (
    <Section title="申报的情况">
      {sections.facts.map((group) => (
        <div key={group.title}>
          <h3>{group.title}</h3>
          <Facts rows={group.rows} />
        </div>
      ))}
      {sections.members?.some((m) => m.personId) && (
        <>
          <h3>人口家庭库中的档案</h3>
          <Facts
            rows={sections.members.map((m) => ({
              label: m.relationZh,
              value: (
                <>
                  <PersonName id={m.personId} name={m.name} /> {m.note && <IdNumber value={m.note} />}
                  {m.diedOn && (
                    <Tag tone="warn">
                      <Day on={m.diedOn} />
                      去世
                    </Tag>
                  )}
                </>
              ),
            }))}
          />
        </>
      )}
    </Section>
  );
}

const objectionStates: Record<string, string> = { open: '处理中', upheld: '异议成立', dismissed: '异议不成立' };

export function NoticeSection({ sections: { notice, objections = [] } }: { sections: CaseSections }) {
  if (!notice && objections.length === 0) return null;
  return (
    <Section title="公示和异议">
      {notice && (
        <Facts
          rows={[
            {
              label: notice.kind === 'granted' ? '确认公布' : '公示内容',
              value: `${notice.applicantMasked}，${notice.memberCount}人，${notice.text}`,
            },
            ...(notice.amountFen === null
              ? []
              : [{ label: notice.once ? '一次性金额' : '每月金额', value: <Money fen={notice.amountFen} /> }]),
            {
              label: notice.kind === 'granted' ? '公布日期' : '公示期',
              value:
                notice.kind === 'granted' ? (
                  <Day on={notice.postedOn} />
                ) : (
                  <>
                    <Day on={notice.postedOn} /> 至 <Day on={notice.endsOn} />
                  </>
                ),
            },
            { label: '张贴地点', value: notice.place },
            { label: '监督电话', value: notice.telephone },
          ]}
        />
      )}
      {objections.length > 0 && (
        <>
          <h3>收到的异议（{objections.length}件）</h3>
          <ul className="plain-list">
            {objections.map((objection) => (
              <li key={objection.id}>
                <p>{objection.text}</p>
                <p className="quiet line">
                  <span>
                    {objection.name} {objection.phone}
                  </span>
                  <Moment at={objection.receivedAt} /> <span>{objectionStates[objection.state] ?? objection.state}</span>
                </p>
                {objection.result && <p>处理结果：{objection.result}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

export function Papers({ kase }: { kase: CaseView }) {
  const { papers = [], documents = [] } = kase.sections as CaseSections;
  if (papers.length + documents.length + kase.toBring.length === 0) return null;
  return (
    <Section title="材料和文书" id="documents">
      <ul className="plain-list">
        {documents.map((document) => (
          <li key={document.id} className="line">
            <a href={document.url} target="_blank" rel="noreferrer">
              {document.title}
            </a>
            <span className="quiet num">{document.number}</span>
            <span className="quiet">
              <Day on={document.issuedOn} />
            </span>
            {document.revokedOn && <Tag tone="warn">已撤销</Tag>}
          </li>
        ))}
        {papers.map((paper) => (
          <li key={paper.id} className="line">
            <a href={paper.url} target="_blank" rel="noreferrer">
              {paperNames[paper.zh] ?? paper.zh}
            </a>
            <span className="quiet">{paper.name}</span>
          </li>
        ))}
      </ul>
      {kase.toBring.length > 0 && (
        <details>
          <summary>申请时的办事指南要带什么（{kase.toBring.length}样）</summary>
          <ul className="plain-list">
            {kase.toBring.map((paper) => (
              <li key={paper}>{paper}</li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

/** Kinds of paper that fields of forms carry. */
const paperNames: Record<string, string> = {
  consent: '核对授权签名',
  support: '申请材料',
  medical: '诊断证明、出院小结',
  'assessor-signature': '评估人员签名',
  'device-hours': '设备在线证明',
  'respite-sheet': '喘息服务单',
  'works-before': '改造前照片',
  'works-after': '改造后照片',
  'elder-signature': '老人（家属）签字',
  'builder-signature': '施工单位签字',
  'township-signature': '乡镇（街道）签字',
  'visit-photo': '入户照片',
  'visit-signature': '入户调查签名',
  'notice-photo': '公示张贴照片',
  'scene-photo': '急难现场照片',
  'aid-receipt': '领款签字或收据',
  'hearing-signature': '听取意见签名',
  'offset-consent': '按月抵扣同意书',
  'agreement-signature': '照料协议签名',
  'reply-letter': '部门复函',
  'fine-hearing': '听取陈述申辩记录',
  'service-photo': '服务现场照片',
  'place-scheme': '申请材料',
  'place-assessment': '评估论证报告',
  'marker-photo': '界桩照片',
};

const entitlementStates: Record<string, string> = { active: '发放中', suspended: '暂停', stopped: '已停发' };

export function Benefit({ sections: { entitlement, payments = [] } }: { sections: CaseSections }) {
  if (!entitlement && payments.length === 0) return null;
  return (
    <Section title="待遇和发放">
      {entitlement && (
        <Facts
          rows={[
            { label: '待遇', value: entitlementStates[entitlement.state] ?? entitlement.state },
            { label: '每月', value: <Money fen={entitlement.amountFen ?? entitlement.versions?.at(-1)?.amountFen} /> },
            { label: '从', value: <Month month={entitlement.fromMonth} /> },
          ]}
        />
      )}
      {payments.length > 0 && (
        <table className="breakdown">
          <caption className="sr-only">发放记录</caption>
          <thead>
            <tr>
              <th scope="col">月份</th>
              <th scope="col">状态</th>
              <th scope="col">到账</th>
              <th scope="col">账户</th>
              <th scope="col" className="cell-number">
                金额
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <tr key={`${payment.month}${payment.amountFen}${payment.stateZh}${payment.paidOn ?? ''}`}>
                <td>
                  <Month month={payment.month} />
                </td>
                <td>{payment.stateZh}</td>
                <td>
                  <Day on={payment.paidOn} />
                </td>
                <td className="num">尾号{payment.last4}</td>
                <td className="cell-number">
                  <Money fen={payment.amountFen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** The case that this one came out of, and those that came out of it. */
export function Kin({ kase }: { kase: CaseView }) {
  const kin = [...(kase.parent ? [{ ...kase.parent, kind: '来自' }] : []), ...kase.children.map((c) => ({ ...c, kind: '另立' }))];
  if (kin.length === 0) return null;
  return (
    <Section title="关联办件">
      <ul className="plain-list">
        {kin.map((row) => (
          <li key={row.id} className="line">
            <span className="quiet">{row.kind}</span>
            <Link to={'/cases/$caseId' as never} params={{ caseId: row.id } as never}>
              {row.applicantName} {row.itemName}
            </Link>
            <State zh={row.stateZh} outcome={row.outcome} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

export const History = ({ kase }: { kase: CaseView }) => (
  <Section title="办理经过">
    <ol className="plain-list">
      {[...kase.events].reverse().map((event) => (
        <li key={event.seq}>
          <p className="line">
            <b>{event.zh}</b>
            {event.fromZh && event.fromZh !== event.toZh && (
              <span className="quiet">
                {event.fromZh} → {event.toZh}
              </span>
            )}
          </p>
          {event.opinion && <p>{event.opinion}</p>}
          <p className="quiet line">
            <span>
              {event.actorName} {event.actorRole}
            </span>
            <Day on={event.onDate} />
          </p>
        </li>
      ))}
    </ol>
  </Section>
);
