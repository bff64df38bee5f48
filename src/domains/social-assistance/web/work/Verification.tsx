/** 核对: what each department answered about each member, and every difference with its disposition. */

import { queryFaults, queryStates } from '../../../../kernel/exchange/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { dispositions } from '../../family/terms.ts';
import { sourceOwner } from '../../verification/sources.ts';
import { checkResults } from '../../verification/states.ts';
import type { VerificationContent } from './content.ts';
import { VerificationTools } from './VerificationTools.tsx';

const resultTones = { consistent: 'good', inconsistent: 'warn', unanswered: 'warn', abnormal: 'bad' } as const;

export function Verification({ content: check, kase }: { content: VerificationContent; kase: CaseView }) {
  const nameOf = (ref: string | null): string =>
    ref === null ? '全家' : (check.members?.find((m) => m.ref === ref)?.name ?? ref);
  const results = new Map((check.report?.lines ?? []).map((line) => [`${line.member} ${line.source}`, line.result]));
  const open = check.discrepancies?.filter((d) => d.disposition === null) ?? [];
  return (
    <Section title="家庭经济状况核对" aside={<Tag tone={check.reportNo ? 'good' : 'now'}>{check.stateName}</Tag>}>
      <p className="case-line">
        {check.reportNo && <span className="num">报告 {check.reportNo}</span>}
        {check.reportedAt && (
          <span>
            出具 <Moment at={check.reportedAt} />
          </span>
        )}
        {check.validTo && (
          <span>
            有效至 <Day on={check.validTo} />
          </span>
        )}
        {!check.reportNo && check.answers && (
          <span>
            已答复{check.answers.answered}项，共查询{check.answers.asked}项
          </span>
        )}
        {!check.startedAt && (
          <span>
            应于 <Day on={check.startDue} /> 前启动
          </span>
        )}
      </p>
      {open.length > 0 && <p className="note">还有{open.length}项差异没有处置，处置以后才能提交初审。</p>}
      {check.discrepancies && check.discrepancies.length > 0 && (
        <>
          <h3>发现的差异</h3>
          <ul className="plain-list">
            {check.discrepancies.map((d) => (
              <li key={d.id}>
                <p className="line">
                  <b>{nameOf(d.detail.member)}</b>
                  <span>{d.detail.text}</span>
                </p>
                <p className="quiet line">
                  <span>来源：{sourceOwner(d.detail.source)}</span>
                  {d.disposition ? (
                    <Tag tone="good">{dispositions[d.disposition as keyof typeof dispositions] ?? d.disposition}</Tag>
                  ) : (
                    <Tag tone="warn">待处置</Tag>
                  )}
                  {d.reason}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      {check.queries && check.queries.length > 0 && (
        <table className="breakdown">
          <caption>向各部门的查询</caption>
          <thead>
            <tr>
              <th scope="col">家人</th>
              <th scope="col">部门</th>
              <th scope="col">查询情况</th>
              <th scope="col">数据截至</th>
            </tr>
          </thead>
          <tbody>
            {check.queries.map((query) => {
              const result = results.get(`${query.member} ${query.source}`);
              return (
                <tr key={`${query.member}${query.source}`}>
                  <td>{nameOf(query.member)}</td>
                  <td>{query.sourceName}</td>
                  <td>
                    {result ? <Tag tone={resultTones[result]}>{checkResults[result]}</Tag> : queryStates[query.state]}
                    {query.fault && (
                      <span className="quiet">
                        （{queryFaults[query.fault]}，已试{query.attempts}次）
                      </span>
                    )}
                  </td>
                  <td>
                    <Day on={query.asOf} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {check.report?.proceedReason && <p className="note">有部门未反馈仍出报告：{check.report.proceedReason}</p>}
      {check.objection && <p className="note">申请人对核对结果的异议：{check.objection}</p>}
      <VerificationTools caseId={kase.id} check={check} />
    </Section>
  );
}
