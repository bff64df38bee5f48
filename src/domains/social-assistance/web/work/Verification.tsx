/** 核对: how the check stands, every difference with its disposition, hints, and what each source says of each member. */
import { useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { dispositions } from '../../family/terms.ts';
import { hintTones } from '../../verification/hints.ts';
import { sourceOwner } from '../../verification/sources.ts';
import { statementNames } from '../../verification/statement.ts';
import { Auxiliary } from './Auxiliary.tsx';
import { useAnswers } from './answers.ts';
import type { VerificationContent } from './content.ts';
import { Supporters } from './Supporters.tsx';
import { VerificationOpen } from './VerificationOpen.tsx';
import { VerificationReport } from './VerificationReport.tsx';
import { VerificationTools } from './VerificationTools.tsx';

const hintLooks = { confirms: 'good', denies: 'warn', favours: 'now', tells: 'plain' } as const;

export function Verification({ content: check, kase }: { content: VerificationContent; kase: CaseView }) {
  const nameOf = (ref: string | null): string =>
    ref === null ? '全家' : (check.members?.find((m) => m.ref === ref)?.name ?? ref);
  const open = check.discrepancies?.filter((d) => d.disposition === null) ?? [];
  const statements = check.statements ?? [];
  const hints = check.report?.hints ?? [];
  const queries = useQueryClient();
  useAnswers({
    at: `/api/cases/${kase.id}/verification/progress`,
    shown: check.answers?.answered ?? 0,
    waits: !check.reportNo && (check.queries?.some((q) => q.state === 'pending' && q.way !== 'letter') ?? false),
    reread: () => void queries.invalidateQueries({ queryKey: ['/api/cases', kase.id] }),
  });
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
        {check.reportPaper && (
          <a href={check.reportPaper.url} target="_blank" rel="noreferrer">
            打印报告（{check.reportPaper.number}）
          </a>
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
      {check.report?.proceedReason && (
        <p className="note">
          {check.report.unanswered.join('、')}未反馈，仍出报告：{check.report.proceedReason}
        </p>
      )}
      {check.objection && statements.every((s) => s.kind !== 'object') && (
        <p className="note">申请人对核对结果的异议：{check.objection}</p>
      )}
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
          {statements.length > 0 && (
            <>
              <h3>申请人的说明</h3>
              <ul className="plain-list">
                {statements.map((said) => (
                  <li key={said.id}>
                    <p className="line">
                      <Tag tone={said.kind === 'object' ? 'warn' : 'plain'}>{statementNames[said.kind]}</Tag>
                      <span>{said.text}</span>
                    </p>
                    <p className="quiet line">
                      <Day on={said.on} />
                      {said.papers.map((id, i) => (
                        <a key={id} href={`/api/files/${id}`} target="_blank" rel="noreferrer">
                          材料{i + 1}
                        </a>
                      ))}
                    </p>
                  </li>
                ))}
              </ul>
            </>
          )}
          {check.explainUntil && open.length > 0 && (
            <p className="quiet">
              已告知申请人，到 <Day on={check.explainUntil} /> 为止可以说明或者提出异议。
            </p>
          )}
          {check.reviewDue && ['disputed', 'rechecking'].includes(check.state) && (
            <p className="note">
              申请人提出了异议，县核对中心应于 <Day on={check.reviewDue} /> 前复核出结果。
            </p>
          )}
        </>
      )}
      {hints.length > 0 && (
        <>
          <h3>对申报的佐证</h3>
          <p className="quiet">供入户和审核参考，不用处置，也不会自动改变核算。</p>
          <ul className="plain-list">
            {hints.map((hint) => (
              <li key={`${hint.member}${hint.source}${hint.text}`}>
                <p className="line">
                  <b>{nameOf(hint.member)}</b>
                  <span>{hint.text}</span>
                  <Tag tone={hintLooks[hint.tone]}>{hintTones[hint.tone]}</Tag>
                  <span className="quiet">{sourceOwner(hint.source)}</span>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      {check.queries && <VerificationOpen caseId={kase.id} check={check} nameOf={nameOf} />}
      {check.queries && <VerificationReport check={check} />}
      {check.supporters && <Supporters kase={kase} view={check.supporters} />}
      {check.auxiliary && (
        <Auxiliary caseId={kase.id} view={check.auxiliary} open={check.state !== 'archived' && kase.outcome === null} />
      )}
      <VerificationTools caseId={kase.id} check={check} />
    </Section>
  );
}
